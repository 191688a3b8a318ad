// Made by docs/finding-types/generate.py from docs/finding-types/finding-types.tsv. Edit those.

/// The finding types that GuardDuty documents or once did (GuardDuty user guide).
///
/// For display and for `cordon simulate`; a type that is not here is as good as any other.
package enum FindingTypeCatalogue {
    /// What is known of one type.
    package struct Entry: Hashable, Sendable {
        package enum Status: String, Sendable {
            case active
            /// Made by a custom detection rule of the customer's.
            case custom
            /// No longer made by GuardDuty; old findings and archives still hold it.
            case retired
        }

        package let type: FindingType
        package let status: Status
        /// The `resourceType`s that its findings have, as seen or expected; empty when neither is known.
        package let resourceTypes: [String]
        /// Nil when it varies with what was found, or is not documented.
        package let defaultSeverity: GuardDutySeverity?
    }

    /// What is known of `type`; nil for one that is not in the catalogue.
    package static func entry(for type: String) -> Entry? { entries[type] }

    /// Every entry, by name.
    package static let all = table.split(separator: "\n").map { line in
        let columns = line.split(separator: " ").map(String.init)
        return Entry(
            type: FindingType(columns[0]),
            status: Entry.Status(rawValue: columns[1])!,
            resourceTypes: columns[2] == "-" ? [] : columns[2].split(separator: "|").map(String.init),
            defaultSeverity: GuardDutySeverity(rawValue: columns[3])
        )
    }

    private static let entries = Dictionary(uniqueKeysWithValues: all.map { ($0.type.rawValue, $0) })

    /// A line a type: name, status, resource types, default severity; `-` for none.
    private static let table = """
        AttackSequence:EC2/CompromisedInstanceGroup active AttackSequence Critical
        AttackSequence:ECS/CompromisedCluster active AttackSequence Critical
        AttackSequence:EKS/CompromisedCluster active AttackSequence Critical
        AttackSequence:IAM/CompromisedCredentials active AttackSequence Critical
        AttackSequence:S3/CompromisedData active AttackSequence Critical
        Backdoor:EC2/C&CActivity.B active Instance High
        Backdoor:EC2/C&CActivity.B!DNS active Instance High
        Backdoor:EC2/DenialOfService.Dns active Instance High
        Backdoor:EC2/DenialOfService.Tcp active Instance High
        Backdoor:EC2/DenialOfService.Udp active Instance High
        Backdoor:EC2/DenialOfService.UdpOnTcpPorts active Instance High
        Backdoor:EC2/DenialOfService.UnusualProtocol active Instance High
        Backdoor:EC2/Spambot active Instance Medium
        Backdoor:EC2/XORDDOS retired - -
        Backdoor:Lambda/C&CActivity.B active Lambda High
        Backdoor:Runtime/C&CActivity.B active Instance|EKSCluster|ECSCluster|Container High
        Backdoor:Runtime/C&CActivity.B!DNS active Instance High
        Behavior:EC2/NetworkPortUnusual active Instance Medium
        Behavior:EC2/TrafficVolumeUnusual active Instance Medium
        Behavior:IAMUser/InstanceLaunchUnusual retired - -
        CredentialAccess:EC2/UnsecuredCredentials custom - Medium
        CredentialAccess:IAMUser/AnomalousBehavior active AccessKey Medium
        CredentialAccess:IAMUser/CompromisedCredentials active AccessKey High
        CredentialAccess:Kubernetes/AnomalousBehavior.SecretsAccessed active EKSCluster Medium
        CredentialAccess:Kubernetes/MaliciousIPCaller active EKSCluster High
        CredentialAccess:Kubernetes/MaliciousIPCaller.Custom active EKSCluster High
        CredentialAccess:Kubernetes/SuccessfulAnonymousAccess active EKSCluster High
        CredentialAccess:Kubernetes/TorIPCaller active EKSCluster High
        CredentialAccess:RDS/AnomalousBehavior.FailedLogin active RDSDBInstance|RDSLimitlessDB Low
        CredentialAccess:RDS/AnomalousBehavior.SuccessfulBruteForce active RDSLimitlessDB High
        CredentialAccess:RDS/AnomalousBehavior.SuccessfulLogin active RDSDBInstance|RDSLimitlessDB -
        CredentialAccess:RDS/MaliciousIPCaller.FailedLogin active RDSDBInstance Medium
        CredentialAccess:RDS/MaliciousIPCaller.SuccessfulLogin active RDSDBInstance|RDSLimitlessDB High
        CredentialAccess:RDS/ModifyAuthenticationProcess custom - High
        CredentialAccess:RDS/TorIPCaller.FailedLogin active RDSDBInstance|RDSLimitlessDB Medium
        CredentialAccess:RDS/TorIPCaller.SuccessfulLogin active RDSDBInstance|RDSLimitlessDB High
        CryptoCurrency:EC2/BitcoinTool.A retired - -
        CryptoCurrency:EC2/BitcoinTool.B active Instance High
        CryptoCurrency:EC2/BitcoinTool.B!DNS active Instance High
        CryptoCurrency:Lambda/BitcoinTool.B active Lambda High
        CryptoCurrency:Runtime/BitcoinTool.B active Instance|EKSCluster|ECSCluster|Container High
        CryptoCurrency:Runtime/BitcoinTool.B!DNS active EKSCluster High
        DefenseEvasion:EC2/UnusualDNSResolver active Instance Medium
        DefenseEvasion:EC2/UnusualDoHActivity active Instance Medium
        DefenseEvasion:EC2/UnusualDoTActivity active Instance Medium
        DefenseEvasion:IAMUser/AnomalousBehavior active AccessKey Medium
        DefenseEvasion:IAMUser/BedrockLoggingDisabled active AccessKey Medium
        DefenseEvasion:Kubernetes/MaliciousIPCaller active EKSCluster High
        DefenseEvasion:Kubernetes/MaliciousIPCaller.Custom active EKSCluster High
        DefenseEvasion:Kubernetes/SuccessfulAnonymousAccess active EKSCluster High
        DefenseEvasion:Kubernetes/TorIPCaller active EKSCluster High
        DefenseEvasion:Runtime/FilelessExecution active Instance Medium
        DefenseEvasion:Runtime/KernelModuleLoaded active Instance|EKSCluster|ECSCluster|Container High
        DefenseEvasion:Runtime/ProcessInjection.Proc active Instance|EKSCluster|ECSCluster|Container High
        DefenseEvasion:Runtime/ProcessInjection.Ptrace active Instance|EKSCluster|ECSCluster|Container Medium
        DefenseEvasion:Runtime/ProcessInjection.VirtualMemoryWrite active Instance High
        DefenseEvasion:Runtime/PtraceAntiDebugging active Container|ECSCluster Low
        DefenseEvasion:Runtime/SensitiveFileModified active Instance|EKSCluster|ECSCluster|Container Medium
        DefenseEvasion:Runtime/SuspiciousCommand active Instance|EKSCluster|ECSCluster|Container High
        DefenseImpairment:EC2/DisableOrModifyTools custom - -
        DefenseImpairment:Organizations/DisableOrModifyTools custom - High
        DefenseImpairment:Organizations/ModifyCloudResourceHierarchy custom - High
        DefenseImpairment:RDS/ModifyAuthenticationProcess custom - Medium
        DefenseImpairment:Route53Resolver/DisableOrModifyTools custom - Medium
        DefenseImpairment:S3/DisableOrModifyTools custom - High
        Discovery:IAMUser/AnomalousBehavior active AccessKey Low
        Discovery:Kubernetes/AnomalousBehavior.PermissionChecked active EKSCluster Low
        Discovery:Kubernetes/MaliciousIPCaller active EKSCluster Medium
        Discovery:Kubernetes/MaliciousIPCaller.Custom active EKSCluster Medium
        Discovery:Kubernetes/SuccessfulAnonymousAccess active EKSCluster Medium
        Discovery:Kubernetes/TorIPCaller active EKSCluster Medium
        Discovery:RDS/MaliciousIPCaller active RDSDBInstance|RDSLimitlessDB Medium
        Discovery:RDS/TorIPCaller active RDSDBInstance Medium
        Discovery:Runtime/SuspiciousCommand active Instance|EKSCluster|ECSCluster|Container Low
        Discovery:S3/AnomalousBehavior active S3Bucket Low
        Discovery:S3/BucketEnumeration.Unusual retired - -
        Discovery:S3/MaliciousIPCaller active S3Bucket High
        Discovery:S3/MaliciousIPCaller.Custom active S3Bucket High
        Discovery:S3/TorIPCaller active S3Bucket Medium
        Execution:Container/MaliciousFile active Container -
        Execution:Container/SuspiciousFile active Container -
        Execution:EC2/MaliciousFile active Instance -
        Execution:EC2/MaliciousFile!AMI active Instance -
        Execution:EC2/MaliciousFile!RecoveryPoint active - -
        Execution:EC2/MaliciousFile!Snapshot active - -
        Execution:EC2/SuspiciousFile active Instance -
        Execution:ECS/MaliciousFile active ECSCluster -
        Execution:ECS/SuspiciousFile active ECSCluster -
        Execution:Kubernetes/AnomalousBehavior.ExecInPod active EKSCluster Medium
        Execution:Kubernetes/AnomalousBehavior.WorkloadDeployed active EKSCluster Low
        Execution:Kubernetes/ExecInKubeSystemPod active EKSCluster Medium
        Execution:Kubernetes/MaliciousFile active EKSCluster -
        Execution:Kubernetes/SuspiciousFile active EKSCluster -
        Execution:Runtime/MaliciousFileExecuted active Instance|EKSCluster|ECSCluster|Container High
        Execution:Runtime/MaliciousFileExecuted.Custom active Instance|EKSCluster|ECSCluster|Container High
        Execution:Runtime/NewBinaryExecuted active Instance Medium
        Execution:Runtime/NewLibraryLoaded active Instance|EKSCluster|ECSCluster|Container Medium
        Execution:Runtime/ReverseShell active Instance|EKSCluster|ECSCluster|Container High
        Execution:Runtime/SuspiciousCommand active Instance|EKSCluster|ECSCluster|Container -
        Execution:Runtime/SuspiciousShellCreated active Instance|EKSCluster|ECSCluster|Container Low
        Execution:Runtime/SuspiciousTool active Instance|EKSCluster|ECSCluster|Container -
        Execution:S3/MaliciousFile!RecoveryPoint active - -
        Execution:SageMaker/CommandAndScriptingInterpreter custom - Medium
        Exfiltration:EC2/TransferDataToCloudAccount custom - High
        Exfiltration:IAMUser/AnomalousBehavior active AccessKey High
        Exfiltration:RDS/TransferDataToCloudAccount custom - High
        Exfiltration:S3/AnomalousBehavior active S3Bucket High
        Exfiltration:S3/MaliciousIPCaller active S3Bucket High
        Exfiltration:S3/ObjectRead.Unusual retired - -
        Exfiltration:S3/TransferDataToCloudAccount custom - High
        Impact:EC2/AbusedDomainRequest.Reputation active Instance Medium
        Impact:EC2/BitcoinDomainRequest.Reputation active Instance High
        Impact:EC2/MaliciousDomainRequest.Custom active Instance Medium
        Impact:EC2/MaliciousDomainRequest.Reputation active Instance High
        Impact:EC2/MassIPScan retired - -
        Impact:EC2/PortSweep active Instance High
        Impact:EC2/SuspiciousDomainRequest.Reputation active Instance Low
        Impact:EC2/WinRMBruteForce active Instance Low
        Impact:IAMUser/AnomalousBehavior active AccessKey High
        Impact:IAMUser/AnomalousModelInvocation active AccessKey Low
        Impact:IAMUser/CostHarvesting active AccessKey Low
        Impact:IAMUser/PromptInjection.Direct active AccessKey Low
        Impact:Kubernetes/MaliciousIPCaller active EKSCluster High
        Impact:Kubernetes/MaliciousIPCaller.Custom active EKSCluster High
        Impact:Kubernetes/SuccessfulAnonymousAccess active EKSCluster High
        Impact:Kubernetes/TorIPCaller active EKSCluster High
        Impact:Runtime/AbusedDomainRequest.Reputation active Instance|EKSCluster|ECSCluster|Container Medium
        Impact:Runtime/BitcoinDomainRequest.Reputation active Instance|EKSCluster|ECSCluster|Container High
        Impact:Runtime/CryptoMinerExecuted active Instance|EKSCluster|ECSCluster|Container High
        Impact:Runtime/MaliciousDomainRequest.Reputation active Instance Medium
        Impact:Runtime/SuspiciousDomainRequest.Reputation active Instance|EKSCluster|ECSCluster|Container Low
        Impact:S3/AnomalousBehavior.Delete active S3Bucket High
        Impact:S3/AnomalousBehavior.Permission active S3Bucket High
        Impact:S3/AnomalousBehavior.Write active S3Bucket Medium
        Impact:S3/DataDestruction custom - Medium
        Impact:S3/MaliciousIPCaller active S3Bucket High
        Impact:S3/ObjectDelete.Unusual retired - -
        Impact:S3/PermissionsModification.Unusual retired - -
        Impact:SES/ResourceHijacking custom - -
        InitialAccess:IAM/ValidAccounts custom - Medium
        InitialAccess:IAMUser/AnomalousBehavior active AccessKey Medium
        InitialAccess:RDS/ExploitPublicFacingApplication custom - High
        LateralMovement:EC2/RemoteServices custom - Medium
        Object:S3/MaliciousFile active S3Object High
        PenTest:IAMUser/KaliLinux active AccessKey Medium
        PenTest:IAMUser/ParrotLinux active AccessKey Medium
        PenTest:IAMUser/PentooLinux active AccessKey Medium
        PenTest:S3/KaliLinux active S3Bucket Medium
        PenTest:S3/ParrotLinux active S3Bucket Medium
        PenTest:S3/PentooLinux active S3Bucket Medium
        Persistence:EC2/BootOrLogonInitializationScripts custom - High
        Persistence:EC2/ExternalRemoteServices custom - Medium
        Persistence:IAM/AccountManipulation custom - -
        Persistence:IAMUser/AnomalousBehavior active AccessKey Medium
        Persistence:IAMUser/NetworkPermissions retired - -
        Persistence:IAMUser/ResourcePermissions retired - -
        Persistence:IAMUser/UserPermissions retired - -
        Persistence:Kubernetes/AnomalousBehavior.WorkloadDeployed!ContainerWithSensitiveMount active EKSCluster High
        Persistence:Kubernetes/ContainerWithSensitiveMount retired EKSCluster Medium
        Persistence:Kubernetes/MaliciousIPCaller active EKSCluster Medium
        Persistence:Kubernetes/MaliciousIPCaller.Custom active EKSCluster Medium
        Persistence:Kubernetes/SuccessfulAnonymousAccess active EKSCluster High
        Persistence:Kubernetes/TorIPCaller active EKSCluster Medium
        Persistence:Lambda/AccountManipulation custom - High
        Persistence:Lambda/ModifyAuthenticationProcess custom - High
        Persistence:RolesAnywhere/AccountManipulation custom - Medium
        Persistence:Runtime/SensitiveFileModified active Instance|EKSCluster|ECSCluster|Container Medium
        Persistence:Runtime/SuspiciousCommand active Instance|EKSCluster|ECSCluster|Container Medium
        Policy:IAMUser/RootCredentialUsage active AccessKey Low
        Policy:IAMUser/ShortTermRootCredentialUsage active AccessKey Low
        Policy:Kubernetes/AdminAccessToDefaultServiceAccount active EKSCluster High
        Policy:Kubernetes/AnonymousAccessGranted active EKSCluster High
        Policy:Kubernetes/ExposedDashboard active EKSCluster Medium
        Policy:Kubernetes/KubeflowDashboardExposed active EKSCluster Medium
        Policy:S3/AccountBlockPublicAccessDisabled active S3Bucket Low
        Policy:S3/BucketAnonymousAccessGranted active S3Bucket High
        Policy:S3/BucketBlockPublicAccessDisabled active AccessKey|S3Bucket Low
        Policy:S3/BucketPublicAccessGranted active S3Bucket High
        PrivilegeEscalation:IAM/AccountManipulation custom - -
        PrivilegeEscalation:IAMUser/AdministrativePermissions retired - -
        PrivilegeEscalation:IAMUser/AnomalousBehavior active AccessKey Medium
        PrivilegeEscalation:Kubernetes/AnomalousBehavior.RoleBindingCreated active EKSCluster Medium
        PrivilegeEscalation:Kubernetes/AnomalousBehavior.RoleCreated active EKSCluster Low
        PrivilegeEscalation:Kubernetes/AnomalousBehavior.WorkloadDeployed!PrivilegedContainer active EKSCluster High
        PrivilegeEscalation:Kubernetes/PrivilegedContainer retired EKSCluster Medium
        PrivilegeEscalation:Runtime/CGroupsReleaseAgentModified active Instance|EKSCluster|ECSCluster|Container High
        PrivilegeEscalation:Runtime/ContainerMountsHostDirectory active Instance|EKSCluster|ECSCluster|Container Medium
        PrivilegeEscalation:Runtime/DockerSocketAccessed active Container|Instance Medium
        PrivilegeEscalation:Runtime/ElevationToRoot active Instance|EKSCluster|ECSCluster|Container Medium
        PrivilegeEscalation:Runtime/RuncContainerEscape active Instance|EKSCluster|ECSCluster|Container High
        PrivilegeEscalation:Runtime/SensitiveFileModified active Instance|EKSCluster|ECSCluster|Container Medium
        PrivilegeEscalation:Runtime/SuspiciousCommand active Instance|EKSCluster|ECSCluster|Container Medium
        PrivilegeEscalation:Runtime/UserfaultfdUsage active Instance|EKSCluster|ECSCluster|Container Medium
        Recon:EC2/PortProbeEMRUnprotectedPort active Instance High
        Recon:EC2/PortProbeUnprotectedPort active Instance Low
        Recon:EC2/Portscan active Instance Medium
        Recon:IAMUser/MaliciousIPCaller active AccessKey Medium
        Recon:IAMUser/MaliciousIPCaller.Custom active AccessKey Medium
        Recon:IAMUser/NetworkPermissions retired - -
        Recon:IAMUser/ResourcePermissions retired - -
        Recon:IAMUser/TorIPCaller active AccessKey Medium
        Recon:IAMUser/UserPermissions retired - -
        ResourceConsumption:IAMUser/ComputeResources retired - -
        ResourceDevelopment:SES/CompromiseAccounts custom - Medium
        Stealth:IAMUser/CloudTrailLoggingDisabled active AccessKey Low
        Stealth:IAMUser/LoggingConfigurationModified retired - -
        Stealth:IAMUser/PasswordPolicyChange active AccessKey Low
        Stealth:S3/ServerAccessLoggingDisabled active AccessKey Low
        Trojan:EC2/BlackholeTraffic active Instance Medium
        Trojan:EC2/BlackholeTraffic!DNS active Instance Medium
        Trojan:EC2/DGADomainRequest.B active Instance High
        Trojan:EC2/DGADomainRequest.C!DNS active Instance High
        Trojan:EC2/DNSDataExfiltration active Instance High
        Trojan:EC2/DriveBySourceTraffic!DNS active Instance High
        Trojan:EC2/DropPoint active Instance Medium
        Trojan:EC2/DropPoint!DNS active Instance Medium
        Trojan:EC2/PhishingDomainRequest!DNS active Instance High
        Trojan:Lambda/BlackholeTraffic active Lambda Medium
        Trojan:Lambda/DropPoint active Lambda Medium
        Trojan:Runtime/BlackholeTraffic active EKSCluster Medium
        Trojan:Runtime/BlackholeTraffic!DNS active Instance|EKSCluster|ECSCluster|Container Medium
        Trojan:Runtime/DGADomainRequest.C!DNS active Instance|EKSCluster|ECSCluster|Container High
        Trojan:Runtime/DriveBySourceTraffic!DNS active Instance|EKSCluster|ECSCluster|Container High
        Trojan:Runtime/DropPoint active Instance|EKSCluster|ECSCluster|Container Medium
        Trojan:Runtime/DropPoint!DNS active Instance|EKSCluster|ECSCluster|Container Medium
        Trojan:Runtime/PhishingDomainRequest!DNS active Instance High
        UnauthorizedAccess:EC2/MaliciousIPCaller.Custom active Instance Medium
        UnauthorizedAccess:EC2/MetadataDNSRebind active Instance High
        UnauthorizedAccess:EC2/RDPBruteForce active Instance Low
        UnauthorizedAccess:EC2/SSHBruteForce active Instance Low
        UnauthorizedAccess:EC2/TorClient active Instance High
        UnauthorizedAccess:EC2/TorIPCaller retired - -
        UnauthorizedAccess:EC2/TorRelay active Instance High
        UnauthorizedAccess:IAMUser/ConsoleLogin retired - -
        UnauthorizedAccess:IAMUser/ConsoleLoginSuccess.B active AccessKey Medium
        UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration retired - -
        UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.InsideAWS active AccessKey High
        UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS active AccessKey High
        UnauthorizedAccess:IAMUser/MaliciousIPCaller active AccessKey Medium
        UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom active AccessKey Medium
        UnauthorizedAccess:IAMUser/ResourceCredentialExfiltration.InsideAWS active AccessKey High
        UnauthorizedAccess:IAMUser/ResourceCredentialExfiltration.OutsideAWS active AccessKey High
        UnauthorizedAccess:IAMUser/TorIPCaller active AccessKey Medium
        UnauthorizedAccess:IAMUser/UnusualASNCaller retired - -
        UnauthorizedAccess:Lambda/MaliciousIPCaller.Custom active Lambda Medium
        UnauthorizedAccess:Lambda/TorClient active Lambda High
        UnauthorizedAccess:Lambda/TorRelay active Lambda High
        UnauthorizedAccess:Runtime/MetadataDNSRebind active Instance|EKSCluster|ECSCluster|Container High
        UnauthorizedAccess:Runtime/TorClient active Instance|EKSCluster|ECSCluster|Container High
        UnauthorizedAccess:Runtime/TorRelay active Instance High
        UnauthorizedAccess:S3/MaliciousIPCaller.Custom active S3Bucket High
        UnauthorizedAccess:S3/TorIPCaller active S3Bucket High
        """
}
