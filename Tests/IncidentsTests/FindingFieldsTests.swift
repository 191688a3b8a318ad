import Foundation
import Incidents
import Testing

@Suite struct FindingFieldsTests {
    @Test func commonFieldsAreRead() throws {
        let finding = try Fixture.resource("instance")
        #expect(finding.accountID.rawValue == "333333333333")
        #expect(finding.region.rawValue == "eu-west-1")
        #expect(finding.partition == "aws")
        #expect(finding.type == "CryptoCurrency:EC2/BitcoinTool.B!DNS")
        #expect(finding.severity == 8)
        #expect(finding.guardDutySeverity == .high)
        #expect(finding.title.hasPrefix("The EC2 instance i-0a1b2c3d4e5f60718"))
        #expect(finding.createdAt?.iso8601 == "2026-11-23T09:21:44.513Z")
        #expect(finding.updatedAt?.iso8601 == "2026-11-23T11:52:10.204Z")
        #expect(finding.firstSeen?.iso8601 == "2026-11-23T09:15:27.000Z")
        #expect(finding.lastSeen?.iso8601 == "2026-11-23T11:40:02.000Z")
        #expect(finding.count == 3)
        #expect(!finding.archived)
        #expect(!finding.sample)
    }

    @Test func partitionIsTheRegionsWhenTheFindingHasNone() throws {
        var json = try Fixture.instance
        json["partition"] = nil
        json["region"] = "cn-north-1"
        #expect(try Finding(json: json, source: "").partition == "aws-cn")
    }

    @Test(arguments: ["sample-event-form", "sample-api-form", "sample-title"])
    func sampleIsRecognised(name: String) throws {
        #expect(try Fixture.resource(name).sample)
    }

    @Test func additionalInfoThatIsNoJSONIsNoSample() throws {
        var json = try Fixture.instance
        json["service"] = ["additionalInfo": ["value": "{\"sample\": tru"]]
        #expect(try !Finding(json: json, source: "").sample)
    }

    @Test func archivedIsRecognised() throws {
        let finding = try Fixture.resource("archived")
        #expect(finding.archived)
        #expect(finding.count == 41)
    }

    @Test(
        arguments: [
            (8, 8), (.double(5.3), 5.3), ("8", 8), ("5.3", 5.3), (0, 0),
        ] as [(JSONValue, Double)]
    )
    func severityIsANumberOrANumberInQuotes(written: JSONValue, read: Double) throws {
        var json = try Fixture.instance
        json["severity"] = written
        #expect(try Finding(json: json, source: "").severity == read)
    }

    @Test(arguments: ["service", "title", "description", "arn", "createdAt", "updatedAt", "schemaVersion"])
    func memberThatIsNotNeededMayBeAbsentOrOfAnotherKind(key: String) throws {
        for value: JSONValue? in [nil, .null, 7, ["x"], "?"] {
            var json = try Fixture.instance
            json[key] = value
            #expect(throws: Never.self) { try Finding(json: json, source: "") }
        }
    }

    @Test func unknownMembersSurviveInRaw() throws {
        let json = try Fixture(name: "resource-future.json").json
        let finding = try Fixture.resource("future")
        #expect(finding.raw == json)
        #expect(finding.raw["service"]?["novelty"]?["deep"] == [1, .double(2.5), true, nil, "x"])
        #expect(finding.resource.type == "QuantumComputer")
        #expect(FindingTypeCatalogue.entry(for: finding.type) == nil)
    }

    @Test func keysThatAreDataKeepTheirCapitals() throws {
        let finding = try #require(try Fixture(name: "get-findings-one.json").decode().first)
        let action = finding.raw["service"]?["action"]?["awsApiCallAction"]
        #expect(action?["affectedResources"]?["AWS::S3::Bucket"] == "payroll-export")
    }

    @Test func bothSpellingsOfAKeyDoNotMakeTheFindingRandom() throws {
        var json = try #require(try Fixture(name: "get-findings.json").json["Findings"]?[0])
        json["id"] = "the-service-s-own"
        for _ in 0..<20 {
            #expect(try Finding(json: JSONValue(parsing: json.data), source: "").id == "the-service-s-own")
        }
    }
}
