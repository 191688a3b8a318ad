import Foundation
import Incidents
import Testing

@testable import Policies

struct LoadTests {
    private let references = References(environment: [:])

    /// A folder of its own with these files, gone afterwards.
    private func withFolder(_ files: [String: String], _ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "policies-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, text) in files {
            let file = folder.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(text.utf8).write(to: file)
        }
        try body(folder.path)
    }

    private func playbook(_ name: String) -> String {
        "kind: playbook\nname: \(name)\nmatch: {}\nsteps: [{action: quarantine_s3}]"
    }

    @Test func foldersAreReadInTheOrderOfPathsHiddenFilesLeftOut() throws {
        try withFolder([
            "b.yml": playbook("b"), "a/z.yaml": playbook("a/z"), "a/b/c.yaml": playbook("a/b/c"),
            "c.json": #"{"kind": "playbook", "name": "c", "match": {}, "steps": [{"action": "quarantine_s3"}]}"#,
            ".hidden.yaml": "[", ".git/x.yaml": "[", "README.md": "[", "x.yaml.bak": "[",
        ]) { folder in
            let set = try PolicySet.load(policies: [folder], accounts: nil, references: references)
            #expect(set.playbooks.map(\.name) == ["a/b/c", "a/z", "b", "c"])
            #expect(set.playbooks[0].place.file == "\(folder)/a/b/c.yaml")
        }
    }

    @Test func pathsThatAreNamedMustExistAndHoldDocuments() throws {
        try withFolder(["notes.txt": ""]) { folder in
            let error = #expect(throws: PolicyErrors.self) {
                try PolicySet.load(
                    policies: [folder, "\(folder)/absent"],
                    accounts: ["\(folder)/none"],
                    references: references
                )
            }
            #expect(
                error?.diagnostics.map(\.description) == [
                    "\(folder): error: no documents here: expected files *.yaml, *.yml or *.json",
                    "\(folder)/absent: error: no such file or folder",
                    "\(folder)/none: error: no such file or folder",
                ]
            )
        }
    }

    @Test func aFileThatIsNotUTF8IsReportedBesideOtherProblems() throws {
        try withFolder(["a.yaml": "kind: nonsense"]) { folder in
            try Data([0x61, 0xFF]).write(to: URL(filePath: "\(folder)/b.yaml"))
            let error = #expect(throws: PolicyErrors.self) {
                try PolicySet.load(policies: [folder], accounts: nil, references: references)
            }
            #expect(error?.diagnostics.map(\.file) == ["\(folder)/b.yaml", "\(folder)/a.yaml"])
        }
    }

    @Test func filesAreReadByReference() throws {
        try withFolder(["token": "s3cret\n"]) { folder in
            try Data(
                "receivers: [{name: r, webhook_configs: [{url: 'https://a.example', secret: '${file:\(folder)/token}'}]}]"
                    .utf8
            ).write(to: URL(filePath: "\(folder)/n.yaml"))
            let set = try PolicySet.load(policies: ["\(folder)/n.yaml"], accounts: nil, references: references)
            #expect(set.notifications.receivers[0].webhooks[0].secret?.revealed == "s3cret")
        }
    }
}
