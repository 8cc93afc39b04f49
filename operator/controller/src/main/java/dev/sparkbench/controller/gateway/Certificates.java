// SPDX-License-Identifier: Apache-2.0
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

/** The server's certificate and key, which may be renewed while it runs. */
final class Certificates {

  private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);

  private final Vertx vertx;
  private final TlsFiles files;
  private PemKeyCertOptions current;

  /**
   * Reads the files.
   *
   * @throws IllegalArgumentException if a file is missing or invalid
   */
  Certificates(Vertx vertx, TlsFiles files) {
    this.vertx = vertx;
    this.files = files;
    this.current = read();
  }

  PemKeyCertOptions current() {
    return current;
  }

  /** Gives a server the content of the files if it has changed. */
  void renew(HttpServer server) {
    PemKeyCertOptions now;
    try {
      now = read();
    } catch (IllegalArgumentException e) {
      // A server with invalid files could not serve anybody.
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
