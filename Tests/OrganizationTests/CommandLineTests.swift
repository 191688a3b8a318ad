import Foundation
import Incidents
import Testing

/// What the command line says to wrong input; it needs no organization.
@Suite struct CommandLineTests {
    @Test(arguments: [
        ("", "empty"), ("not json", "line 1"), ("[1]", "[0]: a number"), ("{}", "not a GuardDuty finding"),
        (#"{"id": "x""#, "line 1, column 11"),
        (#"{"detail-type": "GuardDuty Finding", "detail": {"id": "x"}}"#, "accountId"),
    ]) func wrongInputGetsOneClearErrorAndExitCode2(text: String, says: String) async throws {
        let result = try await CommandLineTool.run(
            ["respond", "--finding-file", "-", "--dry-run", "--offline"],
            input: text
        )
        #expect(result.status == 2, "\(result.errors)")
        #expect(result.errors.contains("error: "))
        #expect(result.errors.contains(says), "\(result.errors)")
        #expect(result.output.isEmpty)
    }

    @Test(arguments: [
        ["respond"], ["respond", "--finding-file", "x", "--finding-id", "y"],
        ["respond", "--finding-file", "x", "--offline"],
        ["rollback"], ["nonsense"], ["respond", "--nonsense"], ["incidents", "list", "--limit", "0"],
        ["respond", "--finding-file", "/does/not/exist"], ["incidents", "list", "--store", "mysql:x"],
    ]) func wrongUsageGetsAnErrorAndExitCode2(arguments: [String]) async throws {
        let result = try await CommandLineTool.run(arguments)
        #expect(result.status == 2, "\(result.errors)")
        #expect(!result.errors.isEmpty)
    }

    @Test(arguments: [
        ["--help"], ["respond", "--help"], ["rollback", "--help"], ["incidents", "list", "--help"],
        ["incidents", "show", "--help"],
    ])
    func helpHasExamples(arguments: [String]) async throws {
        let result = try await CommandLineTool.run(arguments)
        #expect(result.status == 0)
        #expect(result.output.contains("EXAMPLES"))
        #expect(result.output.contains("cordon "))
    }

    @Test func theVersionAndCompletionsArePrinted() async throws {
        #expect(try await CommandLineTool.run(["--version"]).output.hasPrefix("cordon "))
        #expect(try await CommandLineTool.run(["--generate-completion-script", "bash"]).output.contains("rollback"))
    }

    @Test func anUnknownIncidentIsSaid() async throws {
        let result = try await CommandLineTool.run(["rollback", "inc-0000000000000000"])
        #expect(result.status == 1)
        #expect(result.errors.contains("no incident refers to"))
    }

    @Test func aHundredMegabytesOfNestingIsOneError() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "cordon-nesting-\(UUID().uuidString)")
        try Data(repeating: UInt8(ascii: "["), count: 100_000_000).write(to: folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        let result = try await CommandLineTool.run(["respond", "--finding-file", folder.path, "--dry-run", "--offline"])
        #expect(result.status == 2)
        #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors.prefix(500))")
    }
}
