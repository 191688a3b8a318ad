/// An AWS partition as its endpoints see it (botocore's `partitions.json` and the endpoint rules of IAM).
struct Partition: Hashable, Sendable {
    let dnsSuffix: String
    /// Where IAM is served and signed for, in the whole partition.
    let iamHost: String
    let iamRegion: String
    /// What its regions' names begin with; nil for the one that all others belong to.
    private let prefix: String?

    private static let aws = Partition(
        dnsSuffix: "amazonaws.com",
        iamHost: "iam.amazonaws.com",
        iamRegion: "us-east-1",
        prefix: nil
    )

    private static let others = [
        Partition(
            dnsSuffix: "amazonaws.com.cn",
            iamHost: "iam.cn-north-1.amazonaws.com.cn",
            iamRegion: "cn-north-1",
            prefix: "cn-"
        ),
        Partition(
            dnsSuffix: "amazonaws.com",
            iamHost: "iam.us-gov.amazonaws.com",
            iamRegion: "us-gov-west-1",
            prefix: "us-gov-"
        ),
        Partition(
            dnsSuffix: "c2s.ic.gov",
            iamHost: "iam.us-iso-east-1.c2s.ic.gov",
            iamRegion: "us-iso-east-1",
            prefix: "us-iso-"
        ),
        Partition(
            dnsSuffix: "sc2s.sgov.gov",
            iamHost: "iam.us-isob-east-1.sc2s.sgov.gov",
            iamRegion: "us-isob-east-1",
            prefix: "us-isob-"
        ),
        Partition(
            dnsSuffix: "cloud.adc-e.uk",
            iamHost: "iam.eu-isoe-west-1.cloud.adc-e.uk",
            iamRegion: "eu-isoe-west-1",
            prefix: "eu-isoe-"
        ),
        Partition(
            dnsSuffix: "csp.hci.ic.gov",
            iamHost: "iam.us-isof-south-1.csp.hci.ic.gov",
            iamRegion: "us-isof-south-1",
            prefix: "us-isof-"
        ),
        Partition(
            dnsSuffix: "amazonaws.eu",
            iamHost: "iam.eusc-de-east-1.amazonaws.eu",
            iamRegion: "eusc-de-east-1",
            prefix: "eusc-"
        ),
    ]

    /// The partition of a region, told from its prefix.
    static func of(region: String) -> Partition {
        others.first { $0.prefix.map { region.hasPrefix($0) } ?? false } ?? aws
    }
}
