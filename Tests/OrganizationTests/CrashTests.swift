import Foundation
import Incidents
import Testing

@Suite(.serialized, .enabled(if: Organization.isAvailable, "make setup installs the emulator"))
struct CrashTests {
    /// Kills respond, then rollback, at moments spread over their whole length, and runs the same command again.
    @Test func aProcessKilledAtAnyMomentIsFinishedByTheSameCommand() async throws {
        try await withOrganization { organization in
            let before = try await organization.state()
            let respond = ["respond", "--finding-file", organization.finding("01-ec2-critical"), "--again"]
            var generator = SplitMix(seed: 20_261_124)
            var killed = 0
            for round in 0..<12 {
                let delay = Duration.milliseconds(Int.random(in: 30...700, using: &generator))
                // --again starts a new response after the rollback of the round before.
                if try await organization.kill(respond, after: delay) { killed += 1 }
                let finished = try await organization.run(
                    "respond",
                    "--finding-file",
                    organization.finding("01-ec2-critical"),
                    "--again"
                )
                #expect(finished.status == 0, "round \(round), \(delay): \(finished.output) \(finished.errors)")
                let id = try #require(finished.json["incident_id"]?.string)
                let second = Duration.milliseconds(Int.random(in: 30...500, using: &generator))
                if try await organization.kill(["rollback", id], after: second) { killed += 1 }
                let undone = try await organization.run("rollback", id)
                #expect(undone.status == 0, "round \(round), \(second): \(undone.output) \(undone.errors)")
                let left = try await organization.difference(
                    before,
                    organization.state(),
                    ignoring: ["444444444444/us-east-1/snapshots"]
                )
                #expect(left == [], "round \(round)")
                #expect(try await organization.run("incidents", "show", id).output.contains("log intact"))
            }
            #expect(killed > 6, "the kills came too late to test anything")
        }
    }
}

/// A small deterministic generator (splitmix64), so that a failing round can be run again.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
