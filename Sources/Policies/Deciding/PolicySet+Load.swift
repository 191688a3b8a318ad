internal import Foundation

extension PolicySet {
    /// The folders read when the user names none.
    package static let defaultPolicies = "policies"
    package static let defaultAccounts = "accounts"

    /// Reads documents from files, and from folders with all below them: `*.yaml`, `*.yml` and `*.json` in the order
    /// of their paths, hidden ones left out.
    ///
    /// - Parameters:
    ///   - policies: files and folders that must exist and hold documents; nil for `policies/`, which may be missing.
    ///   - accounts: the same for `accounts/`. Without any account every finding is only recorded.
    ///
    /// Throws `PolicyErrors` with every problem of every file.
    package static func load(
        policies: [String]? = nil,
        accounts: [String]? = nil,
        references: References
    ) throws(PolicyErrors) -> PolicySet {
        var diagnostics: [Diagnostic] = []
        let policyTexts = sources(policies, default: defaultPolicies, &diagnostics)
        let accountTexts = sources(accounts, default: defaultAccounts, &diagnostics)
        // Files that cannot be read are reported beside what is wrong in the others.
        do {
            let set = try parse(policies: policyTexts, accounts: accountTexts, references: references)
            if diagnostics.isEmpty { return set }
        } catch {
            diagnostics += error.diagnostics
        }
        throw PolicyErrors(diagnostics)
    }

    private static func sources(
        _ paths: [String]?,
        default folder: String,
        _ diagnostics: inout [Diagnostic]
    ) -> [SourceText] {
        guard let paths else {
            return FileManager.default.fileExists(atPath: folder) ? texts(at: folder, &diagnostics) : []
        }
        return paths.flatMap { path in
            let before = diagnostics.count
            let texts = texts(at: path, &diagnostics)
            if texts.isEmpty, diagnostics.count == before {
                diagnostics.append(Diagnostic(file: path, "no documents here: expected files *.yaml, *.yml or *.json"))
            }
            return texts
        }
    }

    private static func texts(at path: String, _ diagnostics: inout [Diagnostic]) -> [SourceText] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            diagnostics.append(Diagnostic(file: path, "no such file or folder"))
            return []
        }
        do {
            let files = isFolder.boolValue ? try files(in: path) : [path]
            return files.compactMap { text(of: $0, &diagnostics) }
        } catch {
            diagnostics.append(Diagnostic(file: path, "cannot be read: \(error.localizedDescription)"))
            return []
        }
    }

    private static func files(in folder: String) throws -> [String] {
        let base = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        return try FileManager.default.subpathsOfDirectory(atPath: folder)
            .filter { path in
                [".yaml", ".yml", ".json"].contains { path.hasSuffix($0) }
                    && !path.split(separator: "/").contains { $0.hasPrefix(".") }
            }
            .sorted()
            .map { "\(base)/\($0)" }
    }

    private static func text(of file: String, _ diagnostics: inout [Diagnostic]) -> SourceText? {
        do {
            let data = try Data(contentsOf: URL(filePath: file))
            if let text = String(data: data, encoding: .utf8) { return SourceText(name: file, text: text) }
            diagnostics.append(Diagnostic(file: file, "the file is not UTF-8 text"))
        } catch {
            diagnostics.append(Diagnostic(file: file, "cannot be read: \(error.localizedDescription)"))
        }
        return nil
    }
}
