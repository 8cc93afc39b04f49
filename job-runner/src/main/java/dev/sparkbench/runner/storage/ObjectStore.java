package dev.sparkbench.runner.storage;

import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.contract.Storage;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.failure.StoreErrors;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The object store, reached with the credentials of the SDK's default chain: the environment
 * variables of the pod, or its own identity. Every failure comes out as a {@link RunFailure}.
 *
 * <p>Reads and writes of the runner itself are few and small; they give up soon, so that a wrong
 * endpoint or key is reported within seconds.
 */
public final class ObjectStore implements AutoCloseable {

  private static final int ATTEMPTS = 3;
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(4);

  /** Of one call with all its attempts, so that a wrong endpoint shows within 15 seconds. */
  private static final Duration CALL = Duration.ofSeconds(8);

  /** Of writing: at the end of an hour's run, a slow moment of the store should not cost it. */
  private static final Duration WRITE = Duration.ofSeconds(60);

  private static final Duration WRITE_ANSWER = Duration.ofSeconds(20);

  private final S3Client client;
  private final StoreErrors errors;

  private ObjectStore(S3Client client, StoreErrors errors) {
    this.client = client;
    this.errors = errors;
  }

  /** Opens a connection pool; nothing is sent yet. */
  public static ObjectStore open(Storage storage) {
    StoreErrors errors = new StoreErrors(storage);
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(
                ApacheHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(WRITE_ANSWER))
            .overrideConfiguration(
                o ->
                    o.apiCallTimeout(CALL)
                        .apiCallAttemptTimeout(ANSWER)
                        .retryStrategy(retry -> retry.maxAttempts(ATTEMPTS)))
            // Not every S3-compatible store understands the SDK's "aws-chunked" bodies.
            .serviceConfiguration(c -> c.chunkedEncodingEnabled(false))
            .forcePathStyle(storage.pathStyleAccess());
    Optional<String> endpoint = Optional.ofNullable(storage.endpoint());
    Optional.ofNullable(storage.region())
        // Compatible stores rarely care, but a request cannot be signed without a region.
        .or(() -> endpoint.map(e -> Region.US_EAST_1.id()))
        .ifPresent(region -> builder.region(Region.of(region)));
    endpoint.ifPresentOrElse(
        url -> builder.endpointOverride(URI.create(url)),
        () -> builder.crossRegionAccessEnabled(true));
    try {
      return new ObjectStore(builder.build(), errors);
    } catch (SdkException e) {
      throw errors.explain(e, "s3");
    }
  }

  /** Everything whose key starts with a prefix, in the order of the keys. */
  public List<StoredObject> list(String bucket, String prefix) {
    return call(
        new S3Uri(bucket, prefix),
        () ->
            client
                .listObjectsV2Paginator(
                    ListObjectsV2Request.builder().bucket(bucket).prefix(prefix).build())
                .contents()
                .stream()
                .map(ObjectStore::describe)
                .toList());
  }

  /** When everything was written whose key starts with a prefix, by key. */
  public Map<String, Instant> times(String bucket, String prefix) {
    return call(
        new S3Uri(bucket, prefix),
        () ->
            client
                .listObjectsV2Paginator(
                    ListObjectsV2Request.builder().bucket(bucket).prefix(prefix).build())
                .contents()
                .stream()
                .collect(Collectors.toMap(S3Object::key, S3Object::lastModified)));
  }

  /** The object of exactly that key, found by listing: unlike HEAD, that says why it fails. */
  public Optional<StoredObject> find(S3Uri uri) {
    // Of all keys that start with this one, it is itself the first.
    return call(
        uri,
        () ->
            client
                .listObjectsV2(r -> r.bucket(uri.bucket()).prefix(uri.key()).maxKeys(1))
                .contents()
                .stream()
                .filter(object -> object.key().equals(uri.key()))
                .map(ObjectStore::describe)
                .findFirst());
  }

  /** Fails unless the object may be read, not only listed. */
  public void requireReadable(S3Uri uri) {
    call(uri, () -> client.headObject(r -> r.bucket(uri.bucket()).key(uri.key())));
  }

  /** The text of an object. */
  public String read(S3Uri uri) {
    return call(
        uri,
        () -> client.getObjectAsBytes(r -> r.bucket(uri.bucket()).key(uri.key())).asUtf8String());
  }

  /** Writes an object, replacing one of that key. */
  public void put(S3Uri uri, String contentType, String content) {
    call(
        uri,
        () ->
            client.putObject(
                r ->
                    r.bucket(uri.bucket())
                        .key(uri.key())
                        .contentType(contentType)
                        .overrideConfiguration(
                            o -> o.apiCallTimeout(WRITE).apiCallAttemptTimeout(WRITE_ANSWER)),
                RequestBody.fromString(content)));
  }

  private <T> T call(S3Uri uri, Supplier<T> request) {
    try {
      return request.get();
    } catch (SdkException e) {
      throw errors.explain(e, uri.toString());
    }
  }

  private static StoredObject describe(S3Object object) {
    return new StoredObject(object.key(), object.size(), object.eTag());
  }

  @Override
  public void close() {
    client.close();
  }
}
