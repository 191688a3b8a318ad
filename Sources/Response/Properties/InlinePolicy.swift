package import AWS
package import Incidents

/// An inline policy of a user or role, verbatim; null when there is none. The id is `PRINCIPAL/POLICY`.
package struct InlinePolicy: Property {
    package static let user = InlinePolicy(isRole: false)
    package static let role = InlinePolicy(isRole: true)
    private let isRole: Bool

    package var kind: ChangeKind { isRole ? "iam.role-policy" : "iam.user-policy" }
    package var operations: [any AWSOperation.Type] {
        isRole
            ? [IAM.GetRolePolicy.self, IAM.PutRolePolicy.self, IAM.DeleteRolePolicy.self]
            : [IAM.GetUserPolicy.self, IAM.PutUserPolicy.self, IAM.DeleteUserPolicy.self]
    }

    package func read(_ change: Change, in session: ReadSession) async throws -> Reading {
        let (principal, policy) = change.target.ownerAndName
        let document = try await document(of: principal, policy, session.reader(change.target.region))
        return Reading(document.map { .string($0) } ?? .null)
    }

    /// The policy's document; nil when the principal has none of that name.
    func document(of principal: String, _ policy: String, _ reader: AWSReader) async throws -> String? {
        let found =
            isRole
            ? try await reader.send(
                IAM.GetRolePolicy(roleName: principal, policyName: policy),
                absent: .noSuchEntity
            )
            : try await reader.send(
                IAM.GetUserPolicy(userName: principal, policyName: policy),
                absent: .noSuchEntity
            )
        return found?.policyDocument.text
    }

    package func set(
        _ change: Change,
        to state: JSONValue,
        in session: WriteSession
    ) async throws -> [String: String] {
        let (principal, policy) = change.target.ownerAndName
        let writer = session.writer(change.target.region)
        do {
            switch (state.string, isRole) {
            case (let document?, true):
                _ = try await writer.send(
                    IAM.PutRolePolicy(roleName: principal, policyName: policy, policyDocument: document)
                )
            case (let document?, false):
                _ = try await writer.send(
                    IAM.PutUserPolicy(userName: principal, policyName: policy, policyDocument: document)
                )
            case (nil, true):
                _ = try await writer.send(IAM.DeleteRolePolicy(roleName: principal, policyName: policy))
            case (nil, false):
                _ = try await writer.send(IAM.DeleteUserPolicy(userName: principal, policyName: policy))
            }
        } catch {
            // What is to be gone and is gone already is as wanted.
            guard error.code == .noSuchEntity, state.isNull else { throw error }
        }
        return [:]
    }

    package func same(_ a: JSONValue, _ b: JSONValue) -> Bool { PolicyDocument.same(a, b) }
}
