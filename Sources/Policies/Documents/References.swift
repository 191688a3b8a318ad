package import Foundation

/// What `${…}` in a document's values stands for: environment variables and files, both injected.
package struct References: Sendable {
    private let environment: [String: String]
    private let readFile: @Sendable (String) throws -> Data

    /// - Parameter readFile: returns the content of the file at an absolute path.
    package init(
        environment: [String: String],
        readFile: @escaping @Sendable (String) throws -> Data = { try Data(contentsOf: URL(filePath: $0)) }
    ) {
        self.environment = environment
        self.readFile = readFile
    }

    /// `text` with every reference replaced: `${NAME}`, `${NAME:-default}` (when unset or empty, as in a shell) and
    /// `${file:/path}` (without its last line break). `$${` stands for `${` itself.
    ///
    /// Throws `Problem`, which names the reference but never a value: values may be secrets.
    func expand(_ text: String) throws(Problem) -> String {
        guard text.contains("${") else { return text }
        var result = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "${") {
            result += rest[..<start.lowerBound]
            rest = rest[start.upperBound...]
            if result.last == "$" {
                result += "{"
                continue
            }
            guard let end = rest.firstIndex(of: "}") else {
                throw Problem("a reference begins with ${ and has no } (write $${ for the characters themselves)")
            }
            result += try value(of: String(rest[..<end]))
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }

    private func value(of reference: String) throws(Problem) -> String {
        if reference.hasPrefix("file:") { return try content(of: String(reference.dropFirst(5))) }
        if reference.hasPrefix("secret:") || reference.hasPrefix("ssm:") {
            throw Problem("${\(reference)} is not available yet: use an environment variable or ${file:/path}")
        }
        let parts = reference.split(separator: ":-", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0])
        guard !name.isEmpty, name.utf8.first.map({ (48...57).contains($0) }) == false,
            name.utf8.allSatisfy({
                $0 == 95 || (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
            })
        else {
            throw Problem("${\(reference)} is not a reference: write ${NAME}, ${NAME:-default} or ${file:/path}")
        }
        let value = environment[name]
        if parts.count == 2 { return value.flatMap { $0.isEmpty ? nil : $0 } ?? String(parts[1]) }
        guard let value else {
            throw Problem("the environment variable \(name) is not set: set it, or write ${\(name):-default}")
        }
        return value
    }

    private func content(of path: String) throws(Problem) -> String {
        guard path.hasPrefix("/") else { throw Problem("${file:\(path)}: the path must begin with /") }
        let data: Data
        do {
            data = try readFile(path)
        } catch {
            throw Problem("${file:\(path)}: the file cannot be read: \(error.localizedDescription)")
        }
        guard data.count <= 65_536, let text = String(data: data, encoding: .utf8) else {
            throw Problem("${file:\(path)}: the file is not UTF-8 text of at most 64 KiB")
        }
        return text.hasSuffix("\r\n") || text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}
