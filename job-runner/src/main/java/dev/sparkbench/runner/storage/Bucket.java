// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.storage;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.apache.hadoop.fs.s3a.api.RequestFactory;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A bucket, accessed through S3A. Client and requests are S3A's own, so its configuration, such as
 * encryption, roles, proxies or requester pays, applies to the runner's own requests as well as to
 * Spark.
 *
 * @param fileSystem the file system that created client and requests
 * @param client sends requests
 * @param requests creates requests
 */
record Bucket(S3AFileSystem fileSystem, S3Client client, RequestFactory requests)
    implements AutoCloseable {

  /**
   * Opens a bucket. It sends nothing yet, unless a role is assumed.
   *
   * @throws RunFailure if S3A does not support a bucket of that name
   */
  static Bucket open(String name, Configuration configuration) {
    URI uri = URI.create("s3a://" + name);
    if (uri.getHost() == null) {
      throw new RunFailure(
          FailureReason.INVALID_CONFIGURATION,
          "bucket '%s' has a name that Hadoop's S3A cannot reach; use a bucket whose name has lower-case letters, digits, '-' and '.' only"
              .formatted(name));
    }
    S3AFileSystem fileSystem = new S3AFileSystem();
    try {
      fileSystem.initialize(uri, configuration);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Bucket(
        fileSystem,
        fileSystem.getS3AInternals().getAmazonS3Client("the runner's own requests"),
        fileSystem.getRequestFactory());
  }

  @Override
  public void close() {
    try {
      fileSystem.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
