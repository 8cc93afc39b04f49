// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;

/**
 * An object store that speaks S3 on 127.0.0.1 and keeps its objects as files: {@code
 * <folder>/<bucket>/<key>}. Requests must be signed with {@link #accessKey()} and {@link
 * #secretKey()}; buckets are addressed by path. Objects survive a restart in the same folder.
 *
 * <p>Add objects only through S3: a file copied into the folder has no ETag, and readers refuse it.
 */
public final class LocalS3 implements AutoCloseable {

  private static final String HOST = "127.0.0.1";

  // Not a secret: programs that can reach 127.0.0.1 can read the files as well. It makes clients
  // sign their requests, as they must for any other store.
  private static final String ACCESS_KEY = "local-access-key";
  private static final String SECRET_KEY = "local-secret-key";

  private final BlobStore store;
  private final S3Proxy proxy;

  private LocalS3(BlobStore store, S3Proxy proxy) {
    this.store = store;
    this.proxy = proxy;
  }

  /**
   * Starts a store and returns when it accepts requests.
   *
   * @param folder where the objects are kept; created if missing
   * @param port the TCP port on 127.0.0.1; 0 for any free one
   * @throws UncheckedIOException if the folder cannot be created
   * @throws IllegalStateException if the port cannot be bound
   */
  public static LocalS3 start(Path folder, int port) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create the object store's folder " + folder, e);
    }
    Properties properties = new Properties();
    properties.setProperty("jclouds.filesystem.basedir", folder.toAbsolutePath().toString());
    BlobStore store = BlobStores.create("filesystem-nio2", properties);
    S3Proxy proxy =
        S3Proxy.builder()
            .blobStore(store)
            .endpoint(URI.create("http://" + HOST + ":" + port))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET_KEY)
            .ignoreUnknownHeaders(true)
            .build();
    try {
      proxy.start();
    } catch (Exception e) {
      store.close();
      throw new IllegalStateException(
          "cannot start the object store on %s:%d; choose a free port, or 0 for any"
              .formatted(HOST, port),
          e);
    }
    return new LocalS3(store, proxy);
  }

  /** The address, such as {@code http://127.0.0.1:9000}. */
  public URI endpoint() {
    return URI.create("http://" + HOST + ":" + proxy.getPort());
  }

  /** The access key to sign requests with. */
  public String accessKey() {
    return ACCESS_KEY;
  }

  /** The secret key to sign requests with. */
  public String secretKey() {
    return SECRET_KEY;
  }

  /** The region to sign requests for. */
  public String region() {
    return "us-east-1";
  }

  /** Creates a bucket, unless it exists. */
  public void createBucket(String bucket) {
    if (!store.containerExists(bucket)) {
      store.createContainer(bucket);
    }
  }

  /** Stops listening; the files stay. */
  @Override
  public void close() {
    try {
      proxy.stop();
    } catch (Exception e) {
      throw new IllegalStateException("cannot stop the object store at " + endpoint(), e);
    } finally {
      store.close();
    }
  }
}
