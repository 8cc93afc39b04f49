package dev.sparkbench.controller.gateway;

import dev.sparkbench.controller.gateway.GatewayConfig.TlsFiles;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SSLOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's certificate and key, which somebody renews while it runs. */
final class Certificates {

  private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);

  private final TlsFiles files;
  private PemKeyCertOptions current;

  /** Reads the files. */
  Certificates(TlsFiles files) {
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
    } catch (UncheckedIOException e) {
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
      return new PemKeyCertOptions()
          .addCertValue(Buffer.buffer(Files.readAllBytes(files.certificate())))
          .addKeyValue(Buffer.buffer(Files.readAllBytes(files.key())));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the certificate or its key: " + e, e);
    }
  }
}
