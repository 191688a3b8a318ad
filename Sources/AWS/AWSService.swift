/// An AWS service: what its endpoints, signatures and messages are made of.
package struct AWSService: Hashable, Sendable {
    package enum WireProtocol: Sendable {
        /// Form in, XML with a `…Result` wrapper out.
        case query
        /// EC2's dialect of `query`: lists flattened, no wrapper.
        case ec2
        /// S3: the resource in the URL, XML both ways.
        case restXML
    }

    /// The signing name, the endpoint's prefix and the prefix of IAM actions: one and the same for these services.
    package let name: String
    /// The API version that forms name.
    let version: String
    let wireProtocol: WireProtocol
    /// True for a service that has one endpoint in a whole partition.
    let isGlobal: Bool

    package static let sts = AWSService(name: "sts", version: "2011-06-15", wireProtocol: .query, isGlobal: false)
    package static let iam = AWSService(name: "iam", version: "2010-05-08", wireProtocol: .query, isGlobal: true)
    package static let ec2 = AWSService(name: "ec2", version: "2016-11-15", wireProtocol: .ec2, isGlobal: false)
    package static let s3 = AWSService(name: "s3", version: "2006-03-01", wireProtocol: .restXML, isGlobal: false)
}
