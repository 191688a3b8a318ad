import Foundation
import Testing
import Transport

@testable import AWS

@Suite("Answers and errors in the shapes that services give them")
struct ResponseTests {
    @Test func instancesAreReadOutOfTheirReservations() async throws {
        let rig = Rig([
            .answer(
                200,
                """
                <DescribeInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId><reservationSet>
                <item><reservationId>r-1</reservationId><instancesSet><item><instanceId>i-1</instanceId>
                <instanceState><code>16</code><name>running</name></instanceState><vpcId>vpc-1</vpcId><rootDeviceType>ebs</rootDeviceType>
                <instanceLifecycle>spot</instanceLifecycle>
                <iamInstanceProfile><arn>arn:aws:iam::333333333333:instance-profile/p</arn><id>AIPA</id></iamInstanceProfile>
                <blockDeviceMapping><item><deviceName>/dev/sda1</deviceName><ebs><volumeId>vol-1</volumeId></ebs></item></blockDeviceMapping>
                <networkInterfaceSet><item><networkInterfaceId>eni-1</networkInterfaceId></item><item><networkInterfaceId>eni-2</networkInterfaceId></item></networkInterfaceSet>
                <tagSet><item><key>Name</key><value/></item></tagSet></item></instancesSet></item>
                <item><instancesSet><item><instanceId>i-2</instanceId><instanceState><name>terminated</name></instanceState></item></instancesSet></item>
                </reservationSet></DescribeInstancesResponse>
                """
            )
        ])
        let instances = try await rig.reader.all(EC2.DescribeInstances(instanceIDs: ["i-1", "i-2"]))
        #expect(instances.map(\.id) == ["i-1", "i-2"])
        #expect(instances[0].interfaces.map(\.id) == ["eni-1", "eni-2"])
        #expect(instances[0].blockDevices.first?.ebs?.volumeID == "vol-1")
        #expect(instances[0].lifecycle == "spot")
        #expect(instances[0].profile?.arn == "arn:aws:iam::333333333333:instance-profile/p")
        #expect(instances[0].tags.dictionary == ["Name": ""])
        #expect(instances[1].state.name == "terminated")
        #expect(instances[1].vpcID == nil)
        #expect(instances[1].interfaces.isEmpty)
    }

    @Test func policyDocumentIsDecodedAndUnknownStatusKept() async throws {
        let rig = Rig([
            .answer(
                200,
                """
                <GetUserPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetUserPolicyResult><UserName>u</UserName>
                <PolicyName>p</PolicyName><PolicyDocument>%7B%22a%22%3A%22b+c%20d%22%7D</PolicyDocument></GetUserPolicyResult></GetUserPolicyResponse>
                """
            ),
            .answer(
                200,
                """
                <ListAccessKeysResponse><ListAccessKeysResult><AccessKeyMetadata><member><AccessKeyId>AKIA</AccessKeyId>
                <UserName>u</UserName><Status>Expired</Status></member></AccessKeyMetadata><IsTruncated>false</IsTruncated>
                </ListAccessKeysResult></ListAccessKeysResponse>
                """
            ),
        ])
        let policy = try await rig.reader.send(IAM.GetUserPolicy(userName: "u", policyName: "p"))
        #expect(policy.policyDocument.text == #"{"a":"b+c d"}"#)
        let keys = try await rig.reader.all(IAM.ListAccessKeys(userName: "u"))
        #expect(keys.map(\.status.rawValue) == ["Expired"])
    }

    @Test(arguments: [("", "us-east-1"), ("EU", "eu-west-1"), ("eu-central-1", "eu-central-1")])
    func bucketLocationsHaveTheirOldSpellings(_ constraint: String, _ region: String) async throws {
        let rig = Rig([
            .answer(
                200,
                "<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\(constraint)</LocationConstraint>"
            )
        ])
        let answer = try await rig.reader.send(S3.GetBucketLocation(bucket: "bucket", owner: "333333333333"))
        #expect(answer.region == region)
    }

    @Test func bucketPolicyIsKeptByteForByte() async throws {
        let policy = "{\n  \"Version\" : \"2012-10-17\" }"
        let rig = Rig([.answer(200, policy, headers: [("Content-Type", "application/json")])])
        let answer = try await rig.reader.send(S3.GetBucketPolicy(bucket: "bucket", owner: "333333333333"))
        #expect(answer.policy == policy)
    }

    struct Shape: CustomTestStringConvertible {
        var testDescription: String
        var body: String
        var status = 403
        var headers: [(String, String)] = []
        var code: AWSError.Code
        var message: String
        var requestID: String?
    }

    @Test(arguments: [
        Shape(
            testDescription: "query",
            body: "<ErrorResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><Error><Type>Sender</Type>"
                + "<Code>AccessDenied</Code><Message>No &amp; no.</Message></Error><RequestId>r-1</RequestId></ErrorResponse>",
            code: .accessDenied,
            message: "No & no.",
            requestID: "r-1"
        ),
        Shape(
            testDescription: "EC2",
            body:
                "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>You are not\n  authorized.</Message>"
                + "</Error></Errors><RequestID>r-2</RequestID></Response>",
            code: .unauthorizedOperation,
            message: "You are not authorized.",
            requestID: "r-2"
        ),
        Shape(
            testDescription: "S3",
            body:
                "<?xml version=\"1.0\"?><Error><Code>NoSuchBucketPolicy</Code><Message>None</Message><RequestId>r-3</RequestId></Error>",
            status: 404,
            code: .noSuchBucketPolicy,
            message: "None",
            requestID: "r-3"
        ),
        Shape(
            testDescription: "an emulator's, said to be a page",
            body:
                "<ErrorResponse><Errors><Error><Code>SignatureDoesNotMatch</Code><Message>No</Message></Error></Errors></ErrorResponse>",
            headers: [("Content-Type", "text/html")],
            code: .signatureDoesNotMatch,
            message: "No"
        ),
        Shape(
            testDescription: "no body",
            body: "",
            status: 404,
            headers: [("x-amz-request-id", "r-4")],
            code: "HTTP404",
            message: "the answer does not say why",
            requestID: "r-4"
        ),
        Shape(testDescription: "no message", body: "<Error><Code>X</Code></Error>", code: "X", message: ""),
        Shape(
            testDescription: "cut short",
            body: "<Error><Code>X</Co",
            code: "HTTP403",
            message: "the answer does not say why"
        ),
    ])
    func errorsAreReadInEveryShape(_ shape: Shape) async {
        let rig = Rig([.answer(shape.status, shape.body, headers: shape.headers)])
        let error = await #expect(throws: AWSError.self) {
            try await rig.reader.send(IAM.GetUser(userName: "u"))
        }
        #expect(error?.code == shape.code)
        #expect(error?.message == shape.message)
        #expect(error?.requestID == shape.requestID)
        #expect(error?.status == shape.status)
        #expect(error?.attempts == 1)
    }

    @Test func errorIsOneLineThatSaysWhatWhereAndWhy() async {
        let rig = Rig([.ec2Error("UnauthorizedOperation", status: 403)])
        let error = await #expect(throws: AWSError.self) {
            try await rig.writer.send(EC2.ModifyNetworkInterfaceAttribute(interfaceID: "eni-1", groupIDs: ["sg-1"]))
        }
        #expect(
            error?.description
                == "ec2 ModifyNetworkInterfaceAttribute in 333333333333/eu-west-1: UnauthorizedOperation: No. "
                + "(HTTP 403, request id r-1, 1 attempt)"
        )
        #expect(error?.isAccessDenied == true)
        #expect(error?.isNotFound == false)
    }

    @Test(arguments: [(200, true), (404, false), (500, true), (503, true)])
    func webPageIsNoAnswerOfAWSAndIsNotAskedForAgain(_ status: Int, _ mayHaveTakenEffect: Bool) async {
        let page = ScriptedTransport.Answer.answer(
            status,
            "<html>Oops</html>",
            headers: [("content-type", "text/html; charset=utf-8")]
        )
        let rig = Rig([page, page])
        let error = await #expect(throws: AWSError.self) {
            try await rig.writer.send(EC2.DeleteSecurityGroup(groupID: "sg-1"))
        }
        #expect(error?.code == .notAWS)
        #expect(error?.isRetryable == false)
        #expect(error?.mayHaveTakenEffect == mayHaveTakenEffect)
        #expect(rig.transport.requests.count == 1)
    }

    @Test(arguments: [
        "<DescribeInstancesResponse><return>true</return></DescribeInstancesResponse>", "<a", "{}", "plain",
    ])
    func successThatCannotBeReadIsNoSuccess(_ body: String) async {
        let rig = Rig([.answer(200, body)])
        let error = await #expect(throws: AWSError.self) {
            try await rig.writer.send(EC2.DeleteSecurityGroup(groupID: "sg-1"))
        }
        #expect(error?.code == .unreadableAnswer)
        #expect(error?.mayHaveTakenEffect == true)
    }

    @Test func answerWithoutMembersIsDoneWhateverS3SendsAlong() async throws {
        let put = S3.PutBucketPolicy(bucket: "bucket", owner: "333333333333", policy: "{}")
        let rig = Rig([
            .answer(200, "{}"),
            .answer(200, "", headers: [("Content-Type", "text/html")]),
            .answer(200, "<Error><Code>Refused</Code></Error>"),
        ])
        _ = try await rig.writer.send(put)
        _ = try await rig.writer.send(put)
        await #expect(throws: AWSError.self) { try await rig.writer.send(put) }
    }

    @Test func emptyAnswerIsEnoughWhereNothingIsAnswered() async throws {
        let rig = Rig([.answer(204)])
        _ = try await rig.writer.send(S3.DeleteBucketPolicy(bucket: "bucket", owner: "333333333333"))
        #expect(rig.transport.requests.first?.header("x-amz-expected-bucket-owner") == "333333333333")
    }

    @Test func s3ErrorWithStatus200IsAnErrorAndIsRetried() async throws {
        let rig = Rig([
            .answer(200, "<Error><Code>InternalError</Code><Message>We tried.</Message></Error>"),
            .answer(200, "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>"),
        ])
        let answer = try await rig.reader.send(S3.GetBucketTagging(bucket: "bucket", owner: "333333333333"))
        #expect(answer.tags.dictionary == ["a": "b"])
    }

    @Test func messageHoldsNoSecretsAndNoQuotedRequest() async {
        let token = Rig.credentials.sessionToken!
        let rig = Rig([
            .answer(
                403,
                "<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>The signature with \(token) does not match.\n\n"
                    + "The Canonical String for this request should have been\n'POST\n/\n\nx-amz-security-token:\(token)'"
                    + "</Message></Error></ErrorResponse>"
            )
        ])
        let error = await #expect(throws: AWSError.self) { try await rig.reader.send(IAM.GetUser(userName: "u")) }
        #expect(error?.message == "The signature with [secret] does not match.")
    }

    @Test func credentialsPrintNoSecrets() {
        var dumped = ""
        dump(Rig.credentials, to: &dumped)
        for text in ["\(Rig.credentials)", String(reflecting: Rig.credentials), dumped] {
            #expect(text.contains("AKIDEXAMPLE"))
            #expect(!text.contains("wJalr"))
            #expect(!text.contains("token/"))
        }
    }
}
