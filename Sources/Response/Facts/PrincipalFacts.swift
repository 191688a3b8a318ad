package import Incidents

/// What is known of the principal behind a finding's credentials when a plan is made.
package enum PrincipalFacts: Sendable, Hashable {
    case user(User)
    case role(Role)
    /// A principal that IAM cannot lock; why, and what a person can do instead.
    case outOfReach(String)

    package struct User: Sendable, Hashable {
        package var name: String
        package var arn: String
        /// Long-term keys: id and status (`Active`, `Inactive`), in the order AWS gives them.
        package var keys: [Key]
        /// The inline policy under Cordon's name, if the user has one.
        package var lock: String?
        /// Nil when they could not be read.
        package var tags: [String: String]?
        /// What could not be read, and why.
        package var gaps: [String]
        /// Names of attached managed policies.
        package var attached: [String]

        package init(
            name: String,
            arn: String,
            keys: [Key] = [],
            lock: String? = nil,
            tags: [String: String]? = [:],
            gaps: [String] = [],
            attached: [String] = []
        ) {
            self.name = name
            self.arn = arn
            self.keys = keys
            self.lock = lock
            self.tags = tags
            self.gaps = gaps
            self.attached = attached
        }
    }

    package struct Key: Sendable, Hashable {
        package var id: String
        package var status: String
        package init(id: String, status: String) {
            self.id = id
            self.status = status
        }
    }

    package struct Role: Sendable, Hashable {
        package var name: String
        package var arn: String
        /// The inline policy that revokes older sessions, if the role has one.
        package var revocation: String?
        /// Nil when they could not be read.
        package var tags: [String: String]?
        /// What could not be read, and why.
        package var gaps: [String]

        package init(
            name: String,
            arn: String,
            revocation: String? = nil,
            tags: [String: String]? = [:],
            gaps: [String] = []
        ) {
            self.name = name
            self.arn = arn
            self.revocation = revocation
            self.tags = tags
            self.gaps = gaps
        }
    }

    /// Which principal a finding's credentials belong to, told from the finding alone.
    package enum Identity: Sendable, Hashable {
        case user(String)
        case role(String)
        case outOfReach(String)
    }

    /// Tells the principal from `userType`, the principal id's prefix and the key id's (IAM user guide,
    /// `reference_identifiers`: AIDA user, AROA role, AKIA long-term key, ASIA temporary key).
    package static func identity(_ key: FindingResource.AccessKey) -> Identity {
        let type = key.userType ?? ""
        let principal = key.principalID ?? ""
        let name = key.userName ?? ""
        switch type.lowercased() {
        case "root":
            return .outOfReach(
                "the credentials are the account's root user's: IAM cannot restrict root. Sign in as root to delete its "
                    + "access keys and change its password and MFA; for a member account, central root access can delete "
                    + "root credentials (sts:AssumeRoot with IAMDeleteRootUserCredentials)"
            )
        case "federateduser":
            return .outOfReach(
                "the session \(name) was made by GetFederationToken: it has no keys to deactivate. Find the IAM user "
                    + "who called GetFederationToken in CloudTrail and lock that user: a deny on the user holds for "
                    + "every session it issued"
            )
        case "identitycenteruser":
            return .outOfReach(identityCenter(name))
        case "awsservice":
            return .outOfReach(
                "the caller is the AWS service \(name), not a principal of the account: there are no credentials to lock. "
                    + "Look at what made the service act"
            )
        case "awsaccount":
            return .outOfReach(
                "the caller is of another AWS account or anonymous: this account cannot lock it. Cut its access at the "
                    + "resource (bucket policy, role trust policy) or by a service control policy"
            )
        case "samluser", "webidentityuser":
            return .outOfReach(
                "the caller \(name) is an identity of an external provider: end its sessions there, and revoke the "
                    + "sessions of the role that it assumes"
            )
        default: break
        }
        if name == "ANONYMOUS_PRINCIPAL" || principal == "ANONYMOUS_PRINCIPAL" {
            return .outOfReach(
                "the caller is anonymous: there are no credentials to lock. Cut its access at the resource"
            )
        }
        guard !name.isEmpty else {
            return .outOfReach("the finding names no user or role: find the owner of the key in CloudTrail")
        }
        if type == "AssumedRole" || type == "Role" || principal.hasPrefix("AROA") {
            return role(name)
        }
        if type == "IAMUser" || principal.hasPrefix("AIDA") || key.accessKeyID?.hasPrefix("AKIA") == true {
            return .user(name)
        }
        return .outOfReach(
            "the finding's principal is of the unknown kind \(type.isEmpty ? "(none)" : type); nothing was locked"
        )
    }

    private static func role(_ name: String) -> Identity {
        if name.hasPrefix("AWSReservedSSO_") { return .outOfReach(identityCenter(name)) }
        if name.hasPrefix("AWSServiceRoleFor") {
            return .outOfReach(
                "\(name) is a service-linked role: AWS does not allow its sessions to be revoked or its policies edited. "
                    + "Stop the service's use of it, or delete the resource that the service acts for"
            )
        }
        return .role(name)
    }

    private static func identityCenter(_ name: String) -> String {
        "\(name) comes from IAM Identity Center: its roles cannot be edited in the account. End the user's portal "
            + "sessions, remove the assignment of the permission set, and deny by a service control policy on "
            + "identitystore:UserId until sessions already issued expire"
    }
}
