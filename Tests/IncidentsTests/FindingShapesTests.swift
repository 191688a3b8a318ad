import Foundation
import Incidents
import Testing

/// Every envelope holds the same findings, and all of them decode to the same values.
@Suite struct FindingShapesTests {
    static let shapes: [(file: String, resources: [String])] = [
        ("eventbridge-event.json", ["instance"]),
        ("eventbridge-events.json", ["instance", "s3-buckets"]),
        ("resource-instance.json", ["instance"]),
        ("get-findings.json", ["instance", "s3-buckets"]),
        ("get-findings-list.json", ["eks-cluster", "ecs-cluster", "attack-sequence"]),
        ("get-findings-one.json", ["access-key-user"]),
        ("get-findings-wire.json", ["instance"]),
        ("s3-export.jsonl", ["instance", "s3-buckets", "access-key-user"]),
        ("s3-export.jsonl.gz", ["instance", "s3-buckets", "access-key-user"]),
        ("sqs-lambda.json", ["instance", "s3-buckets"]),
        ("sqs-message.json", ["instance"]),
        ("sqs-receive.json", ["instance"]),
        ("sns-notification.json", ["instance"]),
        ("sns-lambda.json", ["instance"]),
        ("sqs-sns-event.json", ["instance"]),
    ]

    @Test(arguments: shapes) func everyShapeHoldsTheSameFindings(file: String, resources: [String]) throws {
        var decoded = try Fixture(name: file).decode()
        var bare = try resources.map(Fixture.resource)
        // The SDKs leave out null members, so `raw` is compared by its own test.
        for index in decoded.indices { decoded[index].raw = .null }
        for index in bare.indices { bare[index].raw = .null }
        #expect(decoded == bare)
    }

    @Test(arguments: ["get-findings.json", "get-findings-list.json", "get-findings-one.json"])
    func pascalCaseIsTurnedIntoTheServicesOwnSpelling(file: String) throws {
        for finding in try Fixture(name: file).decode() {
            let names = ["instance", "s3-buckets", "eks-cluster", "ecs-cluster", "attack-sequence", "access-key-user"]
            let bare = try #require(try names.map(Fixture.resource).first { $0.id == finding.id })
            #expect(finding.raw == Self.inTheServicesSpelling(bare.raw))
        }
    }

    /// Without null members; and with the one member of a sequence that even the service capitalises made regular.
    static func inTheServicesSpelling(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let elements): return .array(elements.map(inTheServicesSpelling))
        case .object(let members):
            var kept: [String: JSONValue] = [:]
            for (key, member) in members where member != .null {
                kept[key == "IamInstanceProfile" ? "iamInstanceProfile" : key] = inTheServicesSpelling(member)
            }
            return .object(kept)
        default: return value
        }
    }

    @Test func securityHubFindingIsTheSameIncidentAsGuardDutysOwn() throws {
        let decoded = try Fixture(name: "security-hub.json").decode()
        let own = try ["instance", "access-key-user", "s3-buckets"].map(Fixture.resource)
        #expect(decoded.map(\.incident) == own.map(\.incident))
        #expect(decoded.map(\.type) == own.map(\.type))
        #expect(decoded.map(\.resource.type) == own.map(\.resource.type))
        #expect(decoded.map(\.arn) == own.map(\.arn))
        #expect(decoded.map(\.count) == own.map(\.count))
        #expect(decoded.map(\.firstSeen) == own.map(\.firstSeen))
        // Product, then a number in Original, then the label's least.
        #expect(decoded.map(\.severity) == [8, 5, 7])

        #expect(decoded[0].resource.instance?.id == "i-0a1b2c3d4e5f60718")
        #expect(decoded[0].resource.instance?.vpcIDs == ["vpc-0aa11bb22cc33dd44"])
        #expect(decoded[0].resource.instance?.interfaceIDs == ["eni-0aaaa1111bbbb2222c"])
        #expect(decoded[0].resource.instance?.tags == own[0].resource.instance?.tags)
        #expect(decoded[0].resource.instance?.instanceProfileARN == own[0].resource.instance?.instanceProfileARN)
        #expect(decoded[1].resource.accessKey == own[1].resource.accessKey)
        #expect(decoded[2].resource.buckets.map(\.name) == ["payroll-export"])
        #expect(decoded[2].resource.accessKey?.userName == "alice")
        #expect(decoded[0].raw["asff"]?["WorkflowState"] == "NEW")
    }

    @Test(arguments: ["security-hub-one.json", "security-hub-event.json"])
    func securityHubFindingsComeAloneAndInEvents(file: String) throws {
        #expect(try Fixture(name: file).decode().map(\.id) == [Fixture.resource("instance").id])
    }

    @Test func securityHubCustomActionSendsSeveral() throws {
        let ids = try Fixture(name: "security-hub-custom-action.json").decode().map(\.id)
        #expect(ids == [try Fixture.resource("access-key-user").id, try Fixture.resource("s3-buckets").id])
    }

    @Test(
        arguments: [
            ["RecordState": "ARCHIVED"], ["Workflow": ["Status": "SUPPRESSED"]],
            ["ProductFields": ["aws/guardduty/service/archived": "true"]],
        ] as [JSONValue]
    )
    func securityHubFindingPutAsideIsArchived(change: JSONValue) throws {
        var json = try Fixture(name: "security-hub-one.json").json
        #expect(try FindingDecoder().decode(json.data, source: "").map(\.archived) == [false])
        for (key, value) in change.object ?? [:] { json[key] = value }
        #expect(try FindingDecoder().decode(json.data, source: "").map(\.archived) == [true])
    }

    @Test(
        arguments: [
            ["Sample": true], ["ProductFields": ["aws/guardduty/service/additionalInfo/sample": "true"]],
            ["ProductFields": ["aws/guardduty/service/additionalInfo/value": "{\"sample\":true}"]],
            ["Title": "[SAMPLE] Something"],
        ] as [JSONValue]
    )
    func securityHubSampleIsASample(change: JSONValue) throws {
        var json = try Fixture(name: "security-hub-one.json").json
        #expect(try FindingDecoder().decode(json.data, source: "").map(\.sample) == [false])
        for (key, value) in change.object ?? [:] { json[key] = value }
        #expect(try FindingDecoder().decode(json.data, source: "").map(\.sample) == [true])
    }

    @Test func byteOrderMarkAndSpaceAreSteppedOver() throws {
        let bytes = Data([0xEF, 0xBB, 0xBF]) + Data("\r\n ".utf8) + (try Fixture.instance).data + Data("\n\n".utf8)
        #expect(try FindingDecoder().decode(bytes, source: "").count == 1)
    }

    @Test func storedFindingIsReadBackFromItsRawForm() throws {
        for file in Self.shapes.map(\.file) + ["security-hub.json"] {
            for finding in try Fixture(name: file).decode() {
                #expect(try Finding(json: JSONValue(parsing: finding.raw.data), source: "store") == finding)
            }
        }
    }

    @Test func prettyPrintedDocumentsMayFollowOneAnother() throws {
        let text = try Fixture(name: "resource-instance.json").data + Fixture(name: "resource-s3-buckets.json").data
        #expect(try FindingDecoder().decode(text, source: "").count == 2)
    }

    @Test func messageMayHoldTheFindingAsAnObject() throws {
        let record: JSONValue = ["Records": [["messageId": "1", "body": try Fixture.instance]]]
        #expect(try FindingDecoder().decode(record.data, source: "").count == 1)
    }
}
