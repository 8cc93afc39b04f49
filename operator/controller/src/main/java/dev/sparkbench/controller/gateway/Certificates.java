package dev.sparkbench.controller.gateway;

import dev.sparkbench.controller.gateway.GatewayConfig.TlsFiles;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SSLOptions;
import java.nio.file.Files;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's certificate and key, which somebody renews while it runs. */
final class Certificates {

  private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);

  private final Vertx vertx;
  private final TlsFiles files;
  private PemKeyCertOptions current;

  /**
   * Reads the files.
   *
   * @throws IllegalArgumentException if there is not what should be there
   */
  Certificates(Vertx vertx, TlsFiles files) {
    this.vertx = vertx;
    this.files = files;
    this.current = read();
  }

  PemKeyCertOptions current() {
    return current;
  }

  /** Hands a server what is in the files if that is something else than before. */
  void renew(HttpServer server) {
    PemKeyCertOptions now;
    try {
      now = read();
    } catch (IllegalArgumentException e) {
      // A server that is handed nonsense would serve nobody any more.
      LOG.warn(e.getMessage());
      return;
    }
    if (!now.equals(current)) {
      current = now;
      server
          .updateSSLOptions(new SSLOptions().setKeyCertOptions(now))
          .onSuccess(done -> LOG.info("the certificate is renewed"))
          .onFailure(e -> LOG.error("the new certificate is not used: {}", e.getMessage()));
    }
  }

  private PemKeyCertOptions read() {
    try {
      PemKeyCertOptions read =
          new PemKeyCertOptions()
              .addCertValue(Buffer.buffer(Files.readAllBytes(files.certificate())))
              .addKeyValue(Buffer.buffer(Files.readAllBytes(files.key())));
      read.getKeyManagerFactory(vertx);
      return read;
    } catch (Exception e) {
      throw new IllegalArgumentException(
          "%s and %s are not a certificate and its key: %s"
              .formatted(files.certificate(), files.key(), e),
          e);
    }
  }
}
