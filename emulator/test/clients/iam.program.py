# Tells what becomes of the key in the environment, of others like it, and of an action that is denied.
import json
import os
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

config = Config(retries={"max_attempts": 0})


def client(service, **credentials):
    return boto3.client(service, endpoint_url=sys.argv[1], region_name="eu-west-1", config=config, **credentials)


def outcome(attempt):
    try:
        attempt()
    except ClientError as error:
        return error.response["Error"]["Code"]
    return "OK"


def listed(secret, **token):
    key = {"aws_access_key_id": os.environ["AWS_ACCESS_KEY_ID"], "aws_secret_access_key": secret}
    return outcome(lambda: client("secretsmanager", **key, **token).list_secrets())


api = client("secretsmanager")
api.create_secret(Name="prod/db", SecretString="grüße", Description="ümlauts  & blanks ")
told = {
    "read": api.get_secret_value(SecretId="prod/db")["SecretString"],
    "denied": outcome(lambda: api.delete_secret(SecretId="prod/db")),
    "arn": client("sts").get_caller_identity()["Arn"],
    "wrong": listed("x"),
    "tokenless": listed(os.environ["AWS_SECRET_ACCESS_KEY"]),
}
print(json.dumps(told))
