/// An AWS partition as its endpoints see it (botocore's `partitions.json` and the endpoint rules of IAM).
struct Partition: Hashable, Sendable {
    let name: String
    let dnsSuffix: String
    /// Where IAM is served and signed for, in the whole partition.
    let iamHost: String
    let iamRegion: String
    private let prefixes: [String]

    private static let aws = Partition(
        name: "aws",
        dnsSuffix: "amazonaws.com",
        iamHost: "iam.amazonaws.com",
        iamRegion: "us-east-1",
        prefixes: []
    )

    private static let others = [
        Partition(
            name: "aws-cn",
            dnsSuffix: "amazonaws.com.cn",
            iamHost: "iam.cn-north-1.amazonaws.com.cn",
            iamRegion: "cn-north-1",
            prefixes: ["cn-"]
        ),
        Partition(
            name: "aws-us-gov",
            dnsSuffix: "amazonaws.com",
            iamHost: "iam.us-gov.amazonaws.com",
            iamRegion: "us-gov-west-1",
            prefixes: ["us-gov-"]
        ),
        Partition(
            name: "aws-iso",
            dnsSuffix: "c2s.ic.gov",
            iamHost: "iam.us-iso-east-1.c2s.ic.gov",
            iamRegion: "us-iso-east-1",
            prefixes: ["us-iso-"]
        ),
        Partition(
            name: "aws-iso-b",
            dnsSuffix: "sc2s.sgov.gov",
            iamHost: "iam.us-isob-east-1.sc2s.sgov.gov",
            iamRegion: "us-isob-east-1",
            prefixes: ["us-isob-"]
        ),
        Partition(
            name: "aws-iso-e",
            dnsSuffix: "cloud.adc-e.uk",
            iamHost: "iam.eu-isoe-west-1.cloud.adc-e.uk",
            iamRegion: "eu-isoe-west-1",
            prefixes: ["eu-isoe-"]
        ),
        Partition(
            name: "aws-iso-f",
            dnsSuffix: "csp.hci.ic.gov",
            iamHost: "iam.us-isof-south-1.csp.hci.ic.gov",
            iamRegion: "us-isof-south-1",
            prefixes: ["us-isof-"]
        ),
        Partition(
            name: "aws-eusc",
            dnsSuffix: "amazonaws.eu",
            iamHost: "iam.eusc-de-east-1.amazonaws.eu",
            iamRegion: "eusc-de-east-1",
            prefixes: ["eusc-"]
        ),
    ]

    /// The partition of a region, told from its prefix.
    static func of(region: String) -> Partition {
        others.first { $0.prefixes.contains { region.hasPrefix($0) } } ?? aws
    }
}
