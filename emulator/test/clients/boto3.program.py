# A program as users have it. Debian's boto3 knows no variables for endpoints: it is told, as the first argument.
import base64
import datetime
import json
import re
import sys

import boto3
from botocore.exceptions import ClientError

endpoint = sys.argv[1]
api = boto3.client("secretsmanager", endpoint_url=endpoint)
v1, v2, v3 = (f"{d * 8}-{d * 4}-4{d * 3}-8{d * 3}-{d * 12}" for d in "123")
db, cert = "app/db", "app/cert"


def read(secret, **more):
    return api.get_secret_value(SecretId=secret, **more)["SecretString"]


def refusal(attempt):
    try:
        attempt()
    except ClientError as error:
        assert type(error).__name__ == error.response["Error"]["Code"], type(error)
        return error.response["Error"]
    raise AssertionError("it was not refused")


created = api.create_secret(
    Name=db,
    ClientRequestToken=v1,
    SecretString="first",
    Description="Where orders are",
    Tags=[{"Key": "team", "Value": "orders"}],
)
api.create_secret(Name=cert, SecretBinary=bytes([255, 254, 0, 1]))
told = {
    "created": {
        "name": created["Name"],
        "versionId": created["VersionId"],
        "arn": re.sub("-[A-Za-z0-9]{6}$", "-******", created["ARN"]),
    },
    "byName": read(db),
    "byArn": read(created["ARN"]),
    "byVersion": read(db, VersionId=v1),
    "byLabel": read(db, VersionStage="AWSCURRENT"),
    "binary": base64.b64encode(api.get_secret_value(SecretId=cert)["SecretBinary"]).decode(),
}

api.put_secret_value(SecretId=db, ClientRequestToken=v2, SecretString="second")
told["afterPut"] = {"current": read(db), "previous": read(db, VersionStage="AWSPREVIOUS")}
api.put_secret_value(SecretId=db, ClientRequestToken=v3, SecretString="third", VersionStages=["BLUE"])
api.update_secret_version_stage(
    SecretId=db, VersionStage="AWSCURRENT", MoveToVersionId=v1, RemoveFromVersionId=v2
)
versions = api.list_secret_version_ids(SecretId=db)["Versions"]
told["labels"] = {each["VersionId"]: each["VersionStages"] for each in versions}

api.tag_resource(SecretId=db, Tags=[{"Key": "team", "Value": "billing"}, {"Key": "old", "Value": "yes"}])
api.untag_resource(SecretId=db, TagKeys=["old"])
described = api.describe_secret(SecretId=db)
told["described"] = {
    "description": described["Description"],
    "tags": {each["Key"]: each["Value"] for each in described["Tags"]},
    "versions": len(described["VersionIdsToStages"]),
}

names = lambda page: [each["Name"] for each in page["SecretList"]]
pages = api.get_paginator("list_secrets").paginate(
    Filters=[{"Key": "name", "Values": ["app/"]}], PaginationConfig={"PageSize": 1}
)
told["pages"] = [names(page) for page in pages]
told["filtered"] = names(api.list_secrets(Filters=[{"Key": "tag-value", "Values": ["billing"]}]))

deleted = api.delete_secret(SecretId=db, RecoveryWindowInDays=7)
left = deleted["DeletionDate"] - datetime.datetime.now(datetime.timezone.utc)
while_scheduled = refusal(lambda: read(db))["Code"]
api.restore_secret(SecretId=db)
told["scheduled"] = {
    "days": round(left / datetime.timedelta(days=1)),
    "read": while_scheduled,
    "restored": read(db),
}
api.delete_secret(SecretId=cert, ForceDeleteWithoutRecovery=True)
gone = refusal(lambda: api.describe_secret(SecretId=cert))
told["gone"] = {"error": gone["Code"], "message": gone["Message"]}
told["taken"] = refusal(lambda: api.create_secret(Name=db))["Code"]
told["passwordLength"] = len(api.get_random_password(PasswordLength=20)["RandomPassword"])

identity = boto3.client("sts", endpoint_url=endpoint).get_caller_identity()
told["extras"] = {"account": identity["Account"], "arn": identity["Arn"]}
print(json.dumps(told))
