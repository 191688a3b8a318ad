import Foundation
import Testing
import Transport

@testable import AWS

@Suite("What is sent again, and what is not")
struct RetryTests {
    private static let ok = ScriptedTransport.Answer.answer(
        200,
        "<ModifyNetworkInterfaceAttributeResponse><return>true</return></ModifyNetworkInterfaceAttributeResponse>"
    )
    private static let created = ScriptedTransport.Answer.answer(
        200,
        "<CreateSecurityGroupResponse><groupId>sg-1</groupId></CreateSecurityGroupResponse>"
    )
    private static let modify = EC2.ModifyNetworkInterfaceAttribute(interfaceID: "eni-1", groupIDs: ["sg-1"])
    private static let create = EC2.CreateSecurityGroup(name: "n", description: "d", vpcID: "vpc-1")

    struct Case: CustomTestStringConvertible {
        var testDescription: String
        var failure: ScriptedTransport.Answer
        /// Whether a write that may be sent twice, and one that may not, is sent again.
        var idempotent: Bool
        var once: Bool
        /// Whether the write may have been carried out.
        var uncertain: Bool
    }

    static let cases = [
        Case(
            testDescription: "throttled with 400",
            failure: .ec2Error("Throttling"),
            idempotent: true,
            once: true,
            uncertain: false
        ),
        Case(
            testDescription: "throttled with 503",
            failure: .ec2Error("RequestLimitExceeded", status: 503),
            idempotent: true,
            once: true,
            uncertain: false
        ),
        Case(testDescription: "429", failure: .answer(429), idempotent: true, once: true, uncertain: false),
        Case(
            testDescription: "conflict",
            failure: .ec2Error("OperationAborted", status: 409),
            idempotent: true,
            once: true,
            uncertain: false
        ),
        Case(
            testDescription: "500",
            failure: .ec2Error("InternalError", status: 500),
            idempotent: true,
            once: false,
            uncertain: true
        ),
        Case(
            testDescription: "503 without a body",
            failure: .answer(503),
            idempotent: true,
            once: false,
            uncertain: true
        ),
        Case(
            testDescription: "never connected",
            failure: .lost(.couldNotConnect, sent: false),
            idempotent: true,
            once: true,
            uncertain: false
        ),
        Case(
            testDescription: "answer lost",
            failure: .lost(.connectionLost, sent: true),
            idempotent: true,
            once: false,
            uncertain: true
        ),
        Case(
            testDescription: "timed out",
            failure: .lost(.timedOut, sent: true),
            idempotent: true,
            once: false,
            uncertain: true
        ),
        Case(
            testDescription: "TLS",
            failure: .lost(.tls, sent: false),
            idempotent: false,
            once: false,
            uncertain: false
        ),
        Case(
            testDescription: "cancelled",
            failure: .lost(.cancelled, sent: true),
            idempotent: false,
            once: false,
            uncertain: true
        ),
        Case(
            testDescription: "a quota",
            failure: .ec2Error("LimitExceeded", status: 409),
            idempotent: false,
            once: false,
            uncertain: false
        ),
        Case(
            testDescription: "refused",
            failure: .ec2Error("InvalidGroup.NotFound"),
            idempotent: false,
            once: false,
            uncertain: false
        ),
        Case(
            testDescription: "redirect",
            failure: .answer(302, headers: [("location", "http://x/")]),
            idempotent: false,
            once: false,
            uncertain: true
        ),
    ]

    @Test(arguments: cases)
    func idempotentWriteIsRepeatedAfterWhatPasses(_ item: Case) async {
        let rig = Rig([item.failure, Self.ok])
        let error = await failure { _ = try await rig.writer.send(Self.modify) }
        #expect((error == nil) == item.idempotent)
        #expect(rig.transport.requests.count == (item.idempotent ? 2 : 1))
    }

    @Test(arguments: cases)
    func otherWriteIsRepeatedOnlyIfItWasNotCarriedOut(_ item: Case) async {
        let rig = Rig([item.failure, Self.created])
        let error = await failure { _ = try await rig.writer.send(Self.create) }
        #expect((error == nil) == item.once)
        #expect(rig.transport.requests.count == (item.once ? 2 : 1))
        if let error { #expect(error.mayHaveTakenEffect == item.uncertain) }
    }

    @Test func readNeverTookEffect() async {
        let rig = Rig(Array(repeating: .lost(.connectionLost, sent: true), count: 3))
        let error = await failure { _ = try await rig.reader.send(EC2.DescribeInstances(instanceIDs: ["i-1"])) }
        #expect(error?.code == .noAnswer)
        #expect(error?.attempts == 3)
        #expect(error?.isRetryable == true)
        #expect(error?.mayHaveTakenEffect == false)
    }

    @Test func lostAnswerIsRememberedWhateverTheRepetitionSays() async {
        let rig = Rig([.lost(.connectionLost, sent: true), .ec2Error("InvalidGroup.NotFound")])
        let error = await failure { _ = try await rig.writer.send(EC2.DeleteSecurityGroup(groupID: "sg-1")) }
        #expect(error?.code == .groupNotFound)
        #expect(error?.mayHaveTakenEffect == true)
        #expect(error?.attempts == 2)
    }

    @Test func attemptsAreCountedSignedAnewAndOfOneCall() async throws {
        let rig = Rig([.ec2Error("Throttling"), .answer(500), Self.ok])
        _ = try await rig.writer.send(Self.modify)
        let sent = rig.transport.requests
        #expect(
            sent.map { $0.header("amz-sdk-request") } == ["attempt=1; max=3", "attempt=2; max=3", "attempt=3; max=3"]
        )
        #expect(Set(sent.map { $0.header("amz-sdk-invocation-id") }).count == 1)
    }

    @Test func waitsGrowAndThrottlingWaitsLonger() async {
        let slow = Rig(Array(repeating: .ec2Error("Throttling"), count: 3))
        _ = await failure { _ = try await slow.writer.send(Self.modify) }
        #expect(slow.waits.map { ($0 / .milliseconds(1)).rounded() } == [1_000, 2_000])
        let quick = Rig(Array(repeating: .answer(500), count: 3), random: .max / 2)
        _ = await failure { _ = try await quick.writer.send(Self.modify) }
        #expect(quick.waits.map { ($0 / .milliseconds(1)).rounded() } == [25, 50])
    }

    @Test func delayStaysInItsBounds() {
        let policy = RetryPolicy()
        #expect(policy.delay(before: 30, .throttled, serverAsks: nil, random: 1) == .seconds(20))
        #expect(policy.delay(before: 2, .throttled, serverAsks: nil, random: 0) == .zero)
        #expect(policy.delay(before: 2, .transient, serverAsks: .seconds(3), random: 1) == .seconds(3))
        #expect(policy.delay(before: 30, .throttled, serverAsks: .seconds(3), random: 1) == .seconds(8))
    }

    @Test func serverSaysHowLongToWait() async throws {
        let rig = Rig(
            [.ec2Error("SlowDown", status: 503, headers: [("x-amz-retry-after", "4500")]), Self.ok],
            random: 0
        )
        _ = try await rig.writer.send(Self.modify)
        #expect(rig.waits == [.milliseconds(4_500)])
    }

    @Test func budgetOfRepetitionsRunsDryAndComesBack() {
        let tokens = RetryTokens()
        let cost = RetryTokens.cost(.transient)
        let taken = (0..<100).count { _ in tokens.take(cost, host: "a") }
        #expect(taken == RetryTokens.capacity / cost)
        #expect(tokens.take(cost, host: "b"))
        tokens.refund(cost, host: "a")
        #expect(tokens.take(cost, host: "a"))
        #expect(!tokens.take(cost, host: "a"))
        for _ in 0..<cost { tokens.refund(nil, host: "a") }
        #expect(tokens.take(cost, host: "a"))
    }

    @Test func wrongClockIsCorrectedOnceAndKept() async throws {
        let date = ("Date", "Tue, 24 Nov 2026 02:24:30 GMT")
        let rig = Rig([
            .ec2Error("RequestExpired", headers: [date]), Self.ok, Self.ok,
        ])
        _ = try await rig.writer.send(Self.modify)
        _ = try await rig.writer.send(Self.modify)
        #expect(
            rig.transport.requests.map { $0.header("x-amz-date") } == [
                "20261124T020430Z", "20261124T022430Z", "20261124T022430Z",
            ]
        )
        #expect(rig.waits.isEmpty)
    }

    @Test func refusedSignatureUnderARightClockIsNotRepeated() async {
        let rig = Rig([.ec2Error("AuthFailure", headers: [("Date", "Tue, 24 Nov 2026 02:04:33 GMT")]), Self.ok])
        let error = await failure { _ = try await rig.writer.send(Self.modify) }
        #expect(error?.code == .authFailure)
        #expect(rig.transport.requests.count == 1)
    }

    @Test func clockThatStaysWrongIsNotCorrectedForEver() async {
        let dates = ["02:24:30", "03:24:30", "04:24:30", "05:24:30"]
        let rig = Rig(dates.map { .ec2Error("RequestExpired", headers: [("Date", "Tue, 24 Nov 2026 \($0) GMT")]) })
        _ = await failure { _ = try await rig.writer.send(Self.modify) }
        #expect(rig.transport.requests.count == 3)
    }

    @Test(arguments: [301, 307, 400])
    func bucketElsewhereIsFollowedOnceAndRemembered(_ status: Int) async throws {
        let elsewhere = ScriptedTransport.Answer.answer(
            status,
            "<Error><Code>AuthorizationHeaderMalformed</Code></Error>",
            headers: [("x-amz-bucket-region", "eu-central-1")]
        )
        let rig = Rig([elsewhere, .answer(204), .answer(204)])
        let delete = S3.DeleteBucketPolicy(bucket: "bucket", owner: "333333333333")
        _ = try await rig.writer.send(delete)
        _ = try await rig.writer.send(delete)
        #expect(
            rig.transport.requests.map(\.url) == [
                "https://bucket.s3.eu-west-1.amazonaws.com/?policy",
                "https://bucket.s3.eu-central-1.amazonaws.com/?policy",
                "https://bucket.s3.eu-central-1.amazonaws.com/?policy",
            ]
        )
        #expect(rig.transport.requests[1].header("authorization")?.contains("/eu-central-1/s3/") == true)
    }

    @Test func bucketThatIsSaidToBeElsewhereAgainIsAnError() async {
        let answers = ["eu-central-1", "eu-north-1", "eu-south-1"].map { region in
            ScriptedTransport.Answer.answer(301, headers: [("x-amz-bucket-region", region)])
        }
        let rig = Rig(answers)
        let error = await failure { _ = try await rig.reader.send(S3.GetBucketPolicy(bucket: "bucket", owner: "1")) }
        #expect(error?.status == 301)
        #expect(rig.transport.requests.count == 2)
    }

    @Test func regionThatCouldNameAnotherHostIsNotFollowed() async {
        let rig = Rig([.answer(301, headers: [("x-amz-bucket-region", "evil.example/")]), .answer(204)])
        let error = await failure { _ = try await rig.reader.send(S3.GetBucketPolicy(bucket: "bucket", owner: "1")) }
        #expect(error?.status == 301)
        #expect(rig.transport.requests.count == 1)
    }

    private func failure(of call: () async throws -> Void) async -> AWSError? {
        do {
            try await call()
            return nil
        } catch {
            return error as? AWSError
        }
    }
}
