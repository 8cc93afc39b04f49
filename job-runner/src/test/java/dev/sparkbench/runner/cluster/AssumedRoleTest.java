// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsServer;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.contract.Storage;
import dev.sparkbench.runner.failure.Failures;
import dev.sparkbench.runner.fixture.ChildJvm;
import dev.sparkbench.runner.fixture.PrivateAuthority;
import dev.sparkbench.runner.fixture.StandInStore;
import dev.sparkbench.runner.storage.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A role that the manifest names, with a token service that only speaks HTTPS. The client is a JVM
 * of its own, because it must trust the certificate of the service.
 */
class AssumedRoleTest {

  private static final String ROLE = "arn:aws:iam::1:role/reader";

  private static final String GRANTED =
      """
      <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>\
      <AccessKeyId>ROLEKEY</AccessKeyId><SecretAccessKey>role-secret</SecretAccessKey>\
      <SessionToken>role-token</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>\
      <AssumedRoleUser><AssumedRoleId>A:b</AssumedRoleId><Arn>arn:aws:sts::1:assumed-role/reader/b</Arn></AssumedRoleUser>\
      </AssumeRoleResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></AssumeRoleResponse>
      """;

  private static final String DENIED =
      """
      <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>\
      <Code>AccessDenied</Code><Message>not authorized to perform: sts:AssumeRole</Message></Error>\
      <RequestId>1</RequestId></ErrorResponse>
      """;

  @TempDir Path folder;

  private final StandInStore store = StandInStore.start();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpsServer tokens;
  private boolean grants = true;

  @BeforeEach
  void start() throws Exception {
    PrivateAuthority authority = PrivateAuthority.in(folder);
    authority.export(
        Files.createDirectories(folder.resolve(Client.CERTIFICATES)).resolve("ca.crt"));
    tokens = authority.server();
    tokens.createContext("/", this::answer);
    tokens.start();
    Files.writeString(folder.resolve(Client.STORE), store.endpoint());
    Files.writeString(folder.resolve(Client.TOKENS), "127.0.0.1:" + tokens.getAddress().getPort());
    store.put("lake", "x", "hello");
  }

  @AfterEach
  void stop() {
    tokens.stop(0);
    store.close();
  }

  @Test
  void isUsedToListReadAndWrite() throws Exception {
    run();

    assertThat(folder.resolve(Client.SAID)).hasContent("hellohello");
    assertThat(asked)
        .isNotEmpty()
        .allSatisfy(
            body ->
                assertThat(body)
                    .contains("Action=AssumeRole", "RoleArn=" + ROLE, "DurationSeconds=1800"));
    assertThat(store.requests()).extracting(StandInStore.Request::method).contains("GET", "PUT");
    assertThat(store.requests())
        .allSatisfy(
            request ->
                assertThat(request.headers())
                    .containsEntry("X-Amz-Security-Token", "role-token")
                    .hasEntrySatisfying(
                        "Authorization",
                        value -> assertThat(value).contains("Credential=ROLEKEY/")));
  }

  @Test
  void thatIsDeniedIsNamed() throws Exception {
    grants = false;
    run();

    assertThat(folder.resolve(Client.SAID))
        .content()
        .startsWith(
            "AccessDenied: the role " + ROLE + " cannot be assumed (HTTP 403, AccessDenied)");
    assertThat(store.requests()).isEmpty();
  }

  private void run() throws Exception {
    ChildJvm.run(
        Client.class,
        folder,
        "-Xmx256m",
        "-Daws.accessKeyId=OWNKEY",
        "-Daws.secretAccessKey=hush-hush",
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "--add-opens=java.base/java.nio=ALL-UNNAMED",
        "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.add(
          URLDecoder.decode(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
              StandardCharsets.UTF_8));
      byte[] body = (grants ? GRANTED : DENIED).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/xml");
      exchange.sendResponseHeaders(grants ? 200 : 403, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** Reads an object with the runner's own client and with S3A, and writes one. */
  static final class Client {

    static final String CERTIFICATES = "certificates";
    static final String STORE = "store";
    static final String TOKENS = "tokens";
    static final String SAID = "said";

    public static void main(String[] args) throws Exception {
      Path folder = Path.of(args[0]);
      TrustedCertificates.install(
          Map.of(
              Storage.CERTIFICATES_VARIABLE,
              folder.resolve(CERTIFICATES).toString(),
              DriverPod.SCRATCH_VARIABLE,
              folder.toString()));
      Storage storage = new Storage(Files.readString(folder.resolve(STORE)), "us-east-1", true);
      Map<String, String> sparkConf =
          Map.of(
              "spark.hadoop.fs.s3a.assumed.role.arn",
              ROLE,
              "spark.hadoop.fs.s3a.assumed.role.sts.endpoint",
              Files.readString(folder.resolve(TOKENS)),
              "spark.hadoop.fs.s3a.assumed.role.session.duration",
              "30m");
      Files.writeString(folder.resolve(SAID), said(storage, sparkConf));
    }

    private static String said(Storage storage, Map<String, String> sparkConf) {
      S3Uri object = new S3Uri("lake", "x");
      try (ObjectStore objects = ObjectStore.open(storage, sparkConf);
          FileSystem s3a =
              FileSystem.newInstance(
                  URI.create("s3a://lake"), S3aProperties.configuration(storage, sparkConf));
          InputStream in = s3a.open(new org.apache.hadoop.fs.Path("s3a://lake/x"))) {
        objects.put(new S3Uri("lake", "y"), "application/json", "{}");
        assertThat(objects.list("lake", "")).hasSize(2);
        return objects.read(object) + new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (Exception e) {
        var failure = new Failures("s3://lake/x", "csv", storage).of(e);
        return failure.reason() + ": " + failure.message();
      }
    }
  }
}
