package import Incidents

/// What a step of a playbook does, with its parameters.
package enum StepAction: Hashable, Sendable {
    /// Puts the instance's interfaces into a security group without rules. `cutConnections` also ends connections that
    /// are established, where AWS allows it.
    case isolateEC2(cutConnections: Bool)
    case lockIAMCredentials
    case revokeRoleSessions
    case quarantineS3
    case tagResource([String: String])
    case triggerForensics
    case notify(Alert)

    package var name: ActionName {
        switch self {
        case .isolateEC2: "isolate_ec2"
        case .lockIAMCredentials: "lock_iam_credentials"
        case .revokeRoleSessions: "revoke_role_sessions"
        case .quarantineS3: "quarantine_s3"
        case .tagResource: "tag_resource"
        case .triggerForensics: "trigger_forensics"
        case .notify: "notify"
        }
    }

    static let names = PlaybookDocument.actions.map(\.name)
}
