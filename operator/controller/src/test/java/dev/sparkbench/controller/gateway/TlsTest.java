// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkbench.controller.gateway.GatewayConfig.TlsFiles;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.vertx.core.net.SelfSignedCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@EnableKubernetesMockClient(crud = true)
class TlsTest {

  @TempDir Path folder;

  KubernetesMockServer server;
  KubernetesClient client;

  private TestApiServer api;
  private TlsFiles files;

  @BeforeEach
  void start() throws IOException {
    api = new TestApiServer(server, client);
    files = new TlsFiles(folder.resolve("tls.crt"), folder.resolve("tls.key"));
    issue();
  }

  @Test
  void aRenewedCertificateIsUsedByTheNextConnection() throws Exception {
    try (Gateway gateway = Gateway.start(client, config())) {
      Certificate first = certificate(gateway.port());
      gateway.renewCertificate();
      assertThat(certificate(gateway.port())).isEqualTo(first);
      issue();
      gateway.renewCertificate();
      RunningGateway.await(() -> !certificate(gateway.port()).equals(first));
      Certificate second = certificate(gateway.port());
      Files.writeString(files.certificate(), "nonsense");
      gateway.renewCertificate();
      assertThat(certificate(gateway.port())).isEqualTo(second);
    }
  }

  @Test
  void withoutItsKeyItDoesNotStart() throws IOException {
    Files.delete(files.key());
    assertThatThrownBy(() -> Gateway.start(client, config()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("tls.key are not a certificate and its key: ");
  }

  private GatewayConfig config() {
    GatewayConfig plain = RunningGateway.config(10, GatewayConfig.TIMES.patience());
    return new GatewayConfig(
        plain.address(),
        Optional.of(files),
        plain.defaultNamespace(),
        plain.namespaces(),
        plain.bucket(),
        plain.audiences(),
        plain.maxWaiting(),
        plain.maxWaitingPerCaller(),
        plain.times());
  }

  private void issue() throws IOException {
    SelfSignedCertificate made = SelfSignedCertificate.create();
    Files.copy(
        Path.of(made.certificatePath()), files.certificate(), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(Path.of(made.privateKeyPath()), files.key(), StandardCopyOption.REPLACE_EXISTING);
    made.delete();
  }

  private static Certificate certificate(int port) throws Exception {
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, new TrustManager[] {new Trusting()}, null);
    try (SSLSocket socket =
        (SSLSocket) tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
      socket.startHandshake();
      return socket.getSession().getPeerCertificates()[0];
    }
  }

  private static final class Trusting implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
