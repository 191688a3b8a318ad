import Foundation
import Incidents
import Testing

@Suite struct GzipTests {
    @Test func membersMayFollowOneAnother() throws {
        let member = try Fixture(name: "s3-export.jsonl.gz").data
        #expect(try FindingDecoder().decode(member + member, source: "").count == 6)
        #expect(try FindingDecoder().decode(member + Data(count: 512), source: "").count == 3)
    }

    @Test func truncatedAndDamagedDataAreToldApart() throws {
        var data = try Fixture(name: "s3-export.jsonl.gz").data
        #expect(refusal(data.dropLast(40)) == "input: the gzip data ends too early; is the file truncated?")
        #expect(refusal(data.prefix(2)) == "input: the gzip data ends too early; is the file truncated?")
        data[data.count / 2] ^= 0xFF
        #expect(refusal(data) == "input: the gzip data is damaged")
    }

    @Test func expansionIsBounded() throws {
        var decoder = FindingDecoder()
        decoder.expandedLimit = 1 << 10
        let bomb = try Fixture(name: "s3-export.jsonl.gz").data
        #expect(throws: FindingInputError.self) { try decoder.decode(bomb, source: "") }
    }
}
