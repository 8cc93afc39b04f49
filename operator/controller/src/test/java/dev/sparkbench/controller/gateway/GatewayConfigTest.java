// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkbench.controller.gateway.GatewayConfig.Times;
import dev.sparkbench.controller.gateway.GatewayConfig.TlsFiles;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GatewayConfigTest {

  private static final String PLAIN = "SPARKBENCH_GATEWAY_PLAIN_HTTP";
  private static final String NAMESPACE = "SPARKBENCH_GATEWAY_DEFAULT_NAMESPACE";

  @Test
  void needsANamespaceAndAWordAboutTls() {
    assertThat(GatewayConfig.fromEnvironment(Map.of(NAMESPACE, "team", PLAIN, "true")))
        .isEqualTo(
            new GatewayConfig(
                new InetSocketAddress(8080),
                Optional.empty(),
                "team",
                Set.of(),
                Optional.empty(),
                List.of(),
                500,
                100,
                new Times(Duration.ofSeconds(10), Duration.ofSeconds(90), Duration.ofSeconds(5))));
    assertThatThrownBy(() -> GatewayConfig.fromEnvironment(Map.of()))
        .hasMessage(
            "SPARKBENCH_GATEWAY_DEFAULT_NAMESPACE is not set; it gives the namespace of requests that do not name one;"
                + " set both SPARKBENCH_GATEWAY_TLS_CERTIFICATE and SPARKBENCH_GATEWAY_TLS_KEY, or else"
                + " SPARKBENCH_GATEWAY_PLAIN_HTTP=true where something in front of the gateway does TLS");
  }

  @Test
  void readsEverySetting() {
    assertThat(
            GatewayConfig.fromEnvironment(
                Map.ofEntries(
                    Map.entry("SPARKBENCH_GATEWAY_HOST", "127.0.0.1"),
                    Map.entry("SPARKBENCH_GATEWAY_PORT", "0"),
                    Map.entry("SPARKBENCH_GATEWAY_TLS_CERTIFICATE", "/tls/tls.crt"),
                    Map.entry("SPARKBENCH_GATEWAY_TLS_KEY", "/tls/tls.key"),
                    Map.entry(NAMESPACE, "b"),
                    Map.entry("SPARKBENCH_GATEWAY_TOKEN_AUDIENCES", "sparkbench, other"),
                    Map.entry("SPARKBENCH_GATEWAY_MAX_WAITING", "7"),
                    Map.entry("SPARKBENCH_GATEWAY_MAX_WAITING_PER_CALLER", "3"),
                    Map.entry("SPARKBENCH_GATEWAY_DRAIN_SECONDS", "20"),
                    Map.entry("SPARKBENCH_WATCH_NAMESPACES", "a, b"),
                    Map.entry("SPARKBENCH_S3_BUCKET", "bucket"),
                    Map.entry("SPARKBENCH_LOG_FORMAT", "json"),
                    Map.entry("SPARKBENCH_LOG_LEVEL", "debug"))))
        .isEqualTo(
            new GatewayConfig(
                new InetSocketAddress("127.0.0.1", 0),
                Optional.of(new TlsFiles(Path.of("/tls/tls.crt"), Path.of("/tls/tls.key"))),
                "b",
                Set.of("a", "b"),
                Optional.of("bucket"),
                List.of("sparkbench", "other"),
                7,
                3,
                new Times(Duration.ofSeconds(10), Duration.ofSeconds(90), Duration.ofSeconds(20))));
  }

  @Test
  void namesEverythingThatIsWrong() {
    assertThatThrownBy(
            () ->
                GatewayConfig.fromEnvironment(
                    Map.of(
                        NAMESPACE,
                        "team",
                        PLAIN,
                        "true",
                        "SPARKBENCH_GATEWAY_TLS_KEY",
                        "/tls/tls.key",
                        "SPARKBENCH_GATEWAY_MAX_WAITING",
                        "0",
                        "SPARKBENCH_GATEWAY_MAX_WAITING_PER_CALLER",
                        "many",
                        "SPARKBENCH_GATEWAY_DRAIN_SECONDS",
                        "5s",
                        "SPARKBENCH_WATCH_NAMESPACES",
                        "a,b",
                        "SPARKBENCH_RUNNER_IMAGE",
                        "runner:1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "SPARKBENCH_RUNNER_IMAGE is not a setting of the gateway; known are [")
        .hasMessageContaining(
            "SPARKBENCH_GATEWAY_MAX_WAITING='0' must be a whole number from 1 to 99999")
        .hasMessageContaining(
            "SPARKBENCH_GATEWAY_MAX_WAITING_PER_CALLER='many' must be a whole number from 1 to 99999")
        .hasMessageContaining(
            "SPARKBENCH_GATEWAY_DRAIN_SECONDS='5s' must be a whole number from 0 to 999")
        .hasMessageContaining(
            "SPARKBENCH_GATEWAY_DEFAULT_NAMESPACE='team' must be one of those in SPARKBENCH_WATCH_NAMESPACES")
        .hasMessageContaining("set both SPARKBENCH_GATEWAY_TLS_CERTIFICATE and");
  }
}
