/// A tag of a resource, the same pair in every service.
package struct AWSTag: Codable, Hashable, Sendable {
    package var key: String
    package var value: String

    package init(key: String, value: String) {
        self.key = key
        self.value = value
    }

    enum CodingKeys: String, CodingKey {
        case key = "Key"
        case value = "Value"
    }
}

extension [AWSTag] {
    /// From a dictionary, in the order of the keys, so that equal tags make equal requests.
    package init(_ tags: [String: String]) {
        self = tags.sorted { $0.key < $1.key }.map { AWSTag(key: $0.key, value: $0.value) }
    }

    /// As a dictionary; AWS keeps keys unique.
    package var dictionary: [String: String] {
        Dictionary(map { ($0.key, $0.value) }) { _, last in last }
    }
}
