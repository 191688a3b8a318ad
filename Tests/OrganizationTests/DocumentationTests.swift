import Foundation
import Testing

/// What the documentation tells people to type, typed.
@Suite(.serialized, .enabled(if: Organization.isAvailable, "make setup installs the emulator"))
struct DocumentationTests {
    /// The commands in the README and in the examples of `--help`: every one must be understood and find its way.
    @Test func everyCommandOfTheReadmeAndOfTheHelpIsUnderstood() async throws {
        try await withOrganization { organization in
            let finding = organization.folder.appending(path: "finding.json")
            try FileManager.default.copyItem(atPath: organization.finding("07-ec2"), toPath: finding.path)
            var text = try String(contentsOf: Organization.root.appending(path: "README.md"), encoding: .utf8)
            for command in [[], ["respond"], ["rollback"], ["incidents", "list"], ["incidents", "show"]] {
                text += try await CommandLineTool.run(command + ["--help"]).output
            }
            let commands = Set(
                text.split(separator: "\n").compactMap { line -> String? in
                    let words = line.trimmingCharacters(in: .whitespaces)
                    guard words.hasPrefix("cordon "), !words.contains("…") else { return nil }
                    return words.components(separatedBy: "#")[0].components(separatedBy: "<")[0]
                        .trimmingCharacters(in: .whitespaces)
                }
            )
            #expect(commands.count > 8)
            for command in commands.sorted() {
                let arguments = command.split(separator: " ").dropFirst().map(String.init)
                let result = try await organization.run(arguments, input: finding)
                #expect(result.status != 2, "\(command): \(result.errors)")
                #expect(!result.output.isEmpty || result.errors.contains("no incident refers to"), "\(command)")
            }
        }
    }

    @Test func theDemoRunsToItsEnd() async throws {
        let result = try await CommandLineTool.run(
            Organization.interpreter,
            [
                Organization.root.appending(path: "Tests/Emulator/demo.py").path, "--cordon",
                CommandLineTool.binary.path,
            ]
        )
        #expect(result.status == 0, "\(result.output.suffix(2000)) \(result.errors)")
        #expect(result.output.contains("as they were before the first finding"))
    }
}
