package import AWS
package import Incidents

/// A property of a resource that can be read and set: what a `ChangeKind` names.
///
/// Everything that Cordon does to AWS is setting a property, and so everything can be shown before, checked after and
/// set back. Setting must be idempotent: it may run again after a crash, or after an answer was lost.
package protocol Property: Sendable {
    /// The name under which changes of this property are stored. It never changes meaning.
    var kind: ChangeKind { get }
    /// Every operation that `read` and `set` may send; the IAM permissions needed are derived from it.
    var operations: [any AWSOperation.Type] { get }
    /// The property's present state. Throws when it cannot be told; a property that is absent reads as null.
    func read(_ change: Change, in session: ReadSession) async throws -> Reading
    /// Sets the property and returns the ids that the calls made. Throws `Kept` when it is right to leave it in place.
    func set(_ change: Change, to state: JSONValue, in session: WriteSession) async throws -> [String: String]
    /// Whether two states are the same to AWS, though written differently.
    func same(_ a: JSONValue, _ b: JSONValue) -> Bool
    /// Which of a change's states `state` is. A property that is set by several calls tells here what it looks like
    /// between them.
    func holding(_ change: Change, _ state: JSONValue) -> Holding
}

extension Property {
    package func same(_ a: JSONValue, _ b: JSONValue) -> Bool { a == b }

    /// Which of a change's states holds.
    package func holding(_ change: Change, _ state: JSONValue) -> Holding {
        if same(state, change.after) { return .after }
        if same(state, change.before) { return .before }
        if let via = change.via, same(state, via) { return .via }
        return .neither
    }
}

/// What was read of a property.
package struct Reading: Sendable, Hashable {
    package var state: JSONValue
    /// Ids that go with the state, for later changes that refer to them.
    package var outputs: [String: String]

    package init(_ state: JSONValue, outputs: [String: String] = [:]) {
        self.state = state
        self.outputs = outputs
    }
}

/// Which of a change's states AWS holds now.
package enum Holding: Sendable {
    case before
    /// The change was begun and not finished: the state it passes through.
    case via
    case after
    /// Somebody else changed it.
    case neither
}

/// Setting a property back would do harm, so it stays as it is.
package struct Kept: Error, Hashable, Sendable {
    package var reason: String
    package init(_ reason: String) { self.reason = reason }
}

/// The resource is no longer there, so that there is nothing to set and nothing to put back.
package struct Gone: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String
    package init(_ target: Target) { description = "\(target) no longer exists" }
}

/// The properties that this version knows, by kind.
package struct PropertyCatalogue: Sendable {
    private let byKind: [ChangeKind: any Property]

    package init(_ properties: [any Property]) {
        byKind = Dictionary(uniqueKeysWithValues: properties.map { ($0.kind, $0) })
    }

    package static let aws = PropertyCatalogue([
        InterfaceGroups(), RuleSet(), ResourceTags(), VolumeSnapshots(), AccessKeyStatus(), InlinePolicy.user,
        InlinePolicy.role, PrincipalTags.user, PrincipalTags.role, BucketPublicAccess(), BucketPolicy(), BucketTags(),
    ])

    /// Throws `ResponseError` for a kind of a later version: it can be shown, not applied.
    package subscript(kind: ChangeKind) -> any Property {
        get throws {
            guard let property = byKind[kind] else {
                throw ResponseError(
                    "changes of kind \(kind) were written by a later version of Cordon; upgrade, then run it again"
                )
            }
            return property
        }
    }
}

/// Why the response engine could not do something; a sentence for people.
package struct ResponseError: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String
    package init(_ description: String) { self.description = description }
}
