import Foundation
import Incidents
import Testing

@Suite struct FindingRefusalTests {
    static let texts: [(text: String, refusal: String)] = [
        ("", "input: empty: there is no finding in it"),
        (" \n\t", "input: empty: there is no finding in it"),
        ("[]", "input: an empty list: there is no finding in it"),
        ("{}", "input: an empty object, not a GuardDuty finding"),
        ("{\"Findings\":[]}", "input: Findings: an empty list: there is no finding in it"),
        ("{\"Findings\":7}", "input: Findings: must be a list"),
        ("42", "input: a number, where a finding (a JSON object) was expected"),
        ("[true]", "input: [0]: true or false, where a finding (a JSON object) was expected"),
        ("null", "input: null, where a finding (a JSON object) was expected"),
        ("hello", "input: line 1, column 1: expected a value, found 'h'"),
        ("{\"a\":1,\n  \"b\" 2}", "input: line 2, column 7: expected ':', found '2'"),
        ("{\"a\":1,\n \"b\":", "input: line 2, column 6: the text ends in the middle of a value; is it truncated?"),
        ("{\"a\":1}", "input: not a GuardDuty finding, nor anything that holds one: it has a"),
        (
            "{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1}",
            "input: not a GuardDuty finding, nor anything that holds one: it has a, b, c, d, e, f, …"
        ),
        (
            "{\"detail-type\":\"AWS API Call via CloudTrail\",\"source\":\"aws.guardduty\",\"detail\":{}}",
            "input: an event \"AWS API Call via CloudTrail\" of aws.guardduty; expected \"GuardDuty Finding\" of "
                + "aws.guardduty or \"Security Hub Findings - Imported\" of aws.securityhub"
        ),
        (
            "{\"detail-type\":\"GuardDuty Finding\",\"source\":\"my.tests\",\"detail\":{}}",
            "input: an event \"GuardDuty Finding\" of my.tests; expected \"GuardDuty Finding\" of "
                + "aws.guardduty or \"Security Hub Findings - Imported\" of aws.securityhub"
        ),
        (
            "{\"detail-type\":\"GuardDuty Finding\",\"source\":\"aws.guardduty\",\"detail\":\"x\"}",
            "input: detail: text, where a finding (a JSON object) was expected"
        ),
        (
            "{\"Type\":\"SubscriptionConfirmation\",\"TopicArn\":\"arn:x\",\"SubscribeURL\":\"https://example.org\"}",
            "input: an SNS message of type SubscriptionConfirmation, not a Notification"
        ),
        (
            "{\"Records\":[{\"eventSource\":\"aws:s3\",\"s3\":{}}]}",
            "input: Records[0]: a record of aws:s3, with no message in it"
        ),
        (
            "{\"Records\":[{\"body\":\"hello\"}]}",
            "input: Records[0].body: line 1, column 1: expected a value, found 'h'"
        ),
        (
            "{\"AwsAccountId\":\"111111111111\",\"ProductName\":\"Inspector\","
                + "\"ProductArn\":\"arn:aws:securityhub:eu-west-1::product/aws/inspector\"}",
            "input: a Security Hub finding of Inspector; only those of GuardDuty are responded to"
        ),
        (
            "{\"AwsAccountId\":\"111111111111\",\"ProductName\":\"GuardDuty\","
                + "\"ProductArn\":\"arn:aws:securityhub:eu-west-1:111111111111:product/111111111111/default\"}",
            "input: a Security Hub finding of GuardDuty; only those of GuardDuty are responded to"
        ),
        (
            "{\"AwsAccountId\":\"111111111111\",\"ProductArn\":\"arn:aws:securityhub:eu-west-1::product/aws/guardduty\"}",
            "input: id: missing; region: missing; type: missing; severity: missing; resource.resourceType: missing"
        ),
        (
            "{\"accountId\":\"12\",\"severity\":\"high\",\"region\":\"moon\",\"resource\":7}",
            "input: id: missing; accountId: must be 12 digits, is \"12\"; "
                + "region: must be a region code such as eu-west-1, is \"moon\"; type: missing; "
                + "severity: must be a number from 0 to 10, is \"high\"; resource: must be an object, is a number"
        ),
    ]

    @Test(arguments: texts) func whatIsNoFindingIsRefusedByName(text: String, expected: String) {
        #expect(refusal(text) == expected)
    }

    @Test(arguments: ["id", "accountId", "region", "type", "severity"])
    func missingMemberIsNamed(key: String) throws {
        var json = try Fixture.instance
        json[key] = nil
        #expect(refusal(json) == "input: \(key): missing")
        #expect(refusal(["detail-type": "GuardDuty Finding", "detail": json]) == "input: detail: \(key): missing")
    }

    @Test func eventOfAFindingIsHeldToBeOneHoweverLittleItHolds() {
        let event: JSONValue = ["detail-type": "GuardDuty Finding", "detail": ["type": "Recon:EC2/Portscan"]]
        #expect(
            refusal(event) == "input: detail: id: missing; accountId: missing; region: missing; severity: missing; "
                + "resource.resourceType: missing"
        )
    }

    @Test func missingResourceIsNamed() throws {
        var json = try Fixture.instance
        json["resource"] = nil
        #expect(refusal(json) == "input: resource.resourceType: missing")
    }

    @Test func detailsWithoutAnIDAreRefused() throws {
        var json = try Fixture.instance
        json["resource"]?["instanceDetails"]?["instanceId"] = ""
        json["resource"]?["s3BucketDetails"] = [["name": "a"], ["name": 4], [:]]
        #expect(
            refusal(json) == "input: resource.instanceDetails.instanceId: missing; "
                + "resource.s3BucketDetails[1].name: must be text, is a number; "
                + "resource.s3BucketDetails[2].name: missing"
        )
    }

    @Test(arguments: [.double(-0.5), "NaN", "inf", true, ["x"]] as [JSONValue])
    func severityThatIsNoNumberIsRefused(severity: JSONValue) throws {
        var json = try Fixture.instance
        json["severity"] = severity
        #expect(refusal(json)?.hasPrefix("input: severity: must be a number from 0 to 10, is ") == true)
    }

    @Test func badFindingDoesNotLoseTheOthers() throws {
        var bad = try Fixture.instance
        bad["region"] = nil
        let lines = [try Fixture.instance.canonical, bad.canonical, "{\"cut\": \"of", try Fixture.instance.canonical]
        let results = FindingDecoder().decodeAll(Data(lines.joined(separator: "\n").utf8), source: "export.jsonl")
        #expect(
            results.map { $0.mapError(\.description).map(\.id) } == [
                .success(try Fixture.resource("instance").id),
                .failure("export.jsonl: line 2: region: missing"),
                .failure("export.jsonl: line 3, column 12: a line break or another control character inside a string"),
                .success(try Fixture.resource("instance").id),
            ]
        )
    }

    @Test func badRecordDoesNotLoseTheOthers() throws {
        let records: JSONValue = ["Records": [["body": "{"], ["body": .string(try Fixture.instance.canonical)]]]
        let results = FindingDecoder().decodeAll(records.data, source: "queue")
        #expect(results.count == 2)
        #expect(throws: FindingInputError.self) { try results[0].get() }
        #expect(throws: Never.self) { try results[1].get() }
    }

    @Test func truncatedFileSaysWhereItEnds() throws {
        let whole = try Fixture(name: "eventbridge-event.json").data
        #expect(
            refusal(whole.prefix(2000))
                == "input: line \(whole.prefix(2000).count { $0 == 10 } + 1), column "
                + "\(whole.prefix(2000).reversed().prefix { $0 != 10 }.count + 1): "
                + "the text ends in the middle of a value; is it truncated?"
        )
        for length in stride(from: 0, to: whole.count - 2, by: 97) {
            #expect(refusal(whole.prefix(length)) != nil)
        }
    }

    @Test(arguments: ["[", "{\"a\":", "[\n", "{\"a\":\n"])
    func endlessNestingIsOneQuickError(unit: String) {
        let text = Data(String(repeating: unit, count: 100_000_000 / unit.utf8.count).utf8)
        let start = ContinuousClock.now
        let results = FindingDecoder().decodeAll(text, source: "input")
        #expect(results.count == 1)
        let error = #expect(throws: FindingInputError.self) { try results[0].get() }
        #expect(error?.problems.first?.hasSuffix("nested deeper than 512 levels") == true)
        #expect(start.duration(to: .now) < .seconds(20))
    }

    @Test func nestingWithinBoundsIsRead() throws {
        let (open, close) = (String(repeating: "[", count: 500), String(repeating: "]", count: 500))
        let text = open + (try Fixture.instance).canonical + close
        #expect(try FindingDecoder().decode(Data(text.utf8), source: "").count == 1)
    }

    @Test func messagesWithinOneAnotherAreBounded() throws {
        var json = try Fixture.instance
        for _ in 0..<8 { json = ["body": .string(json.canonical)] }
        #expect(refusal(json) == nil)
        json = ["body": .string(json.canonical)]
        #expect(refusal(json)?.hasSuffix("more than 8 messages within one another") == true)
    }

    @Test func overlongDocumentIsRefusedAndTheNextIsRead() throws {
        var decoder = FindingDecoder()
        decoder.documentLimit = 8000
        let long = "{\"x\":\"" + String(repeating: "x", count: 9000) + "\"}\n"
        let results = decoder.decodeAll(Data((long + (try Fixture.instance.canonical)).utf8), source: "f")
        #expect(results.count == 2)
        #expect(
            throws: FindingInputError(
                source: "f",
                problems: ["line 1, column 8001: the document is longer than 8000 bytes"]
            )
        ) { try results[0].get() }
        #expect(throws: Never.self) { try results[1].get() }
    }

    @Test func endlessSyntaxErrorsAreCutShort() {
        let results = FindingDecoder().decodeAll(
            Data(String(repeating: "{\n", count: 10_000).utf8),
            source: "f"
        )
        #expect(results.count == 101)
    }

    @Test func utf16IsNamed() throws {
        let text = try #require("{\"a\":1}".data(using: .utf16LittleEndian))
        for data in [Data([0xFF, 0xFE]) + text, text] {
            #expect(refusal(data)?.contains("UTF-16; save it as UTF-8") == true)
        }
    }

    @Test func textOfTheInputIsShortenedAndMadePrintableInErrors() {
        let key = String(repeating: "k", count: 500) + "\u{1B}[31m"
        let problem = refusal([key: 1])
        #expect(problem?.contains("\u{1B}") == false)
        #expect((problem?.count ?? 1000) < 200)
        #expect(refusal(["a\u{1B}[31m\n": 1])?.hasSuffix("it has a[31m ") == true)
    }
}

extension String: @retroactive Error {}
