internal import Foundation

/// The profiles in AWS's shared files, `~/.aws/config` and `~/.aws/credentials`.
/// <https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html>
package struct SharedConfig: Sendable {
    /// Settings by profile; what the credentials file says goes before the config file.
    package let profiles: [String: [String: String]]
    /// The profile in force: `AWS_PROFILE`, or `default`.
    package let profileName: String
    /// The files that were looked for, and how that went, for messages.
    let sources: String

    /// Reads the files that `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE` name, else those in `HOME`. A file that is
    /// not there is empty.
    ///
    /// Throws `AWSError` with code `badConfiguration` and the line for one that cannot be read as such.
    package init(environment: [String: String]) throws(AWSError) {
        var profiles: [String: [String: String]] = [:]
        var sources: [String] = []
        for (variable, name) in [("AWS_CONFIG_FILE", "config"), ("AWS_SHARED_CREDENTIALS_FILE", "credentials")] {
            let path = Self.path(environment, variable, name)
            guard let data = FileManager.default.contents(atPath: path) else {
                let exists = FileManager.default.fileExists(atPath: path)
                sources.append("\(path) (\(exists ? "cannot be read" : "no such file"))")
                continue
            }
            sources.append(path)
            let parsed = try Self.parse(String(decoding: data, as: UTF8.self), isConfig: name == "config", path: path)
            profiles.merge(parsed) { earlier, later in earlier.merging(later) { $1 } }
        }
        self.profiles = profiles
        self.sources = sources.joined(separator: ", ")
        profileName = environment["AWS_PROFILE"].flatMap { $0.isEmpty ? nil : $0 } ?? "default"
    }

    /// The settings of the profile in force; empty when there is none.
    package var settings: [String: String] { profiles[profileName] ?? [:] }

    private static func path(_ environment: [String: String], _ variable: String, _ name: String) -> String {
        let home = environment["HOME"] ?? "/"
        guard let path = environment[variable], !path.isEmpty else { return "\(home)/.aws/\(name)" }
        return path.hasPrefix("~/") ? home + path.dropFirst() : path
    }

    /// Sections are `[default]` and, in the config file, `[profile NAME]`, in the credentials file `[NAME]`; the config file's
    /// other sections (`sso-session`, `services`) are stepped over, and so are indented lines, which nest below a setting.
    static func parse(_ text: String, isConfig: Bool, path: String) throws(AWSError) -> [String: [String: String]] {
        var profiles: [String: [String: String]] = [:]
        var section: String??
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let content = line.trimmingCharacters(in: .whitespaces.union(.controlCharacters))
            if content.isEmpty || content.hasPrefix("#") || content.hasPrefix(";") { continue }
            if content.hasPrefix("[") {
                guard let end = content.firstIndex(of: "]") else { throw Self.error(path, index, "a [ without ]") }
                let words = content[..<end].dropFirst().split(separator: " ", maxSplits: 1).map {
                    $0.trimmingCharacters(in: .whitespaces.union(.init(charactersIn: "\"'")))
                }
                switch words.count {
                case 2 where isConfig && words[0] == "profile": section = .some(words[1])
                case 1 where !isConfig || words[0] == "default": section = .some(words[0])
                default: section = .some(nil)
                }
                if let name = section.flatMap(\.self) { profiles[name, default: [:]].merge([:]) { $1 } }
                continue
            }
            if line.first == " " || line.first == "\t" { continue }
            guard let equals = content.firstIndex(of: "=") else {
                throw Self.error(path, index, "expected NAME = VALUE")
            }
            guard let section else { throw Self.error(path, index, "a setting before the first [section]") }
            guard let section else { continue }
            let name = content[..<equals].trimmingCharacters(in: .whitespaces).lowercased()
            let value = content[content.index(after: equals)...].trimmingCharacters(in: .whitespaces)
            profiles[section, default: [:]][name] = value
        }
        return profiles
    }

    private static func error(_ path: String, _ index: Int, _ problem: String) -> AWSError {
        AWSError(code: .badConfiguration, message: "\(path):\(index + 1): \(problem)")
    }
}
