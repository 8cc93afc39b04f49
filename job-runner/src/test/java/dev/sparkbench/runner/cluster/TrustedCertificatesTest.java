// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsServer;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.contract.Storage;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.fixture.ChildJvm;
import dev.sparkbench.runner.fixture.PrivateAuthority;
import dev.sparkbench.runner.fixture.StandInStore;
import dev.sparkbench.runner.storage.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Trust concerns the whole JVM, so the test of a store with a private authority has a JVM of its
 * own.
 */
class TrustedCertificatesTest {

  @TempDir Path folder;

  @Test
  void areTrustedByBothClients() throws Exception {
    PrivateAuthority authority = PrivateAuthority.in(folder);
    HttpsServer server = authority.server();
    try (StandInStore store = StandInStore.started(server)) {
      store.put("lake", "x", "hello");
      Files.writeString(
          folder.resolve("endpoint"), "https://127.0.0.1:" + server.getAddress().getPort());

      assertThat(asks()).isEqualTo(Client.NOT_TRUSTED);
      Path certificates = Files.createDirectories(folder.resolve("certificates"));
      Files.writeString(certificates.resolve("README"), "not a certificate");
      authority.export(certificates.resolve("ca.crt"));
      assertThat(asks()).isZero();
    }
  }

  @Test
  void areMissed() throws IOException {
    Map<String, String> environment = Map.of("SPARKBENCH_CERTIFICATES", folder.toString());

    assertThatThrownBy(() -> TrustedCertificates.install(environment))
        .isInstanceOf(RunFailure.class)
        .hasMessageContaining("no entry is a certificate in PEM form");
    Files.writeString(folder.resolve("ca.crt"), "-----BEGIN CERTIFICATE-----\nnonsense\n");
    assertThatThrownBy(() -> TrustedCertificates.install(environment))
        .isInstanceOf(RunFailure.class)
        .hasMessageContaining("has an entry 'ca.crt' that is no certificate in PEM form");
  }

  private int asks() throws Exception {
    return ChildJvm.run(
        Client.class,
        folder,
        "-Xmx256m",
        "-Daws.accessKeyId=key",
        "-Daws.secretAccessKey=hush-hush",
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "--add-opens=java.base/java.nio=ALL-UNNAMED",
        "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");
  }

  /** Reads one object with the runner's own client, and with S3A. */
  static final class Client {

    static final int NOT_TRUSTED = 3;
    static final int OTHER = 4;

    public static void main(String[] args) throws Exception {
      Path folder = Path.of(args[0]);
      Path certificates = folder.resolve("certificates");
      if (Files.exists(certificates)) {
        TrustedCertificates.install(
            Map.of(
                Storage.CERTIFICATES_VARIABLE,
                certificates.toString(),
                DriverPod.SCRATCH_VARIABLE,
                folder.toString()));
      }
      Storage storage = new Storage(Files.readString(folder.resolve("endpoint")), null, true);
      Configuration hadoop = S3aProperties.configuration(storage, Map.of());
      String read;
      try (ObjectStore store = ObjectStore.open(storage);
          FileSystem s3a = FileSystem.newInstance(URI.create("s3a://lake"), hadoop);
          InputStream in = s3a.open(new org.apache.hadoop.fs.Path("s3a://lake/x"))) {
        read =
            store.read(new S3Uri("lake", "x"))
                + new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (Exception e) {
        String message =
            new dev.sparkbench.runner.failure.Failures("s3://lake/x", "csv", storage)
                .of(e)
                .message();
        System.exit(message.contains("is not trusted") ? NOT_TRUSTED : OTHER);
        return;
      }
      System.exit(read.equals("hellohello") ? 0 : OTHER);
    }
  }
}
