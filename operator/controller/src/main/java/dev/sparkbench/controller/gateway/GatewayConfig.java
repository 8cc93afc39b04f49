// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import dev.sparkbench.controller.settings.Variables;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The gateway's configuration.
 *
 * @param address where to listen; port 0 for any free one
 * @param tls certificate and key; empty for plain HTTP behind a proxy that terminates TLS
 * @param defaultNamespace the namespace of requests that do not name one
 * @param namespaces the namespaces that are served; empty for all
 * @param bucket the operator's bucket, for requests whose path names none
 * @param audiences the audiences that a token must have; empty for the API server's
 * @param maxWaiting how many requests may wait for the end of a benchmark at the same time
 * @param maxWaitingPerCaller how many of them may be of one caller
 * @param times time limits
 */
public record GatewayConfig(
    InetSocketAddress address,
    Optional<TlsFiles> tls,
    String defaultNamespace,
    Set<String> namespaces,
    Optional<String> bucket,
    List<String> audiences,
    int maxWaiting,
    int maxWaitingPerCaller,
    Times times) {

  /** The default of {@code maxWaiting}. */
  public static final int DEFAULT_MAX_WAITING = 500;

  /** The default of {@code maxWaitingPerCaller}. */
  public static final int DEFAULT_MAX_WAITING_PER_CALLER = 100;

  /**
   * The default time limits. Connections are kept for longer than proxies keep idle ones. A cluster
   * needs a few seconds until it sends no more requests to a pod that stops.
   */
  public static final Times TIMES =
      new Times(Duration.ofSeconds(10), Duration.ofSeconds(90), Duration.ofSeconds(5));

  private static final String HOST = "SPARKBENCH_GATEWAY_HOST";
  private static final String PORT = "SPARKBENCH_GATEWAY_PORT";
  private static final String TLS_CERTIFICATE = "SPARKBENCH_GATEWAY_TLS_CERTIFICATE";
  private static final String TLS_KEY = "SPARKBENCH_GATEWAY_TLS_KEY";
  private static final String PLAIN_HTTP = "SPARKBENCH_GATEWAY_PLAIN_HTTP";
  private static final String DEFAULT_NAMESPACE = "SPARKBENCH_GATEWAY_DEFAULT_NAMESPACE";
  private static final String AUDIENCES = "SPARKBENCH_GATEWAY_TOKEN_AUDIENCES";
  private static final String MAX_WAITING = "SPARKBENCH_GATEWAY_MAX_WAITING";
  private static final String MAX_WAITING_PER_CALLER = "SPARKBENCH_GATEWAY_MAX_WAITING_PER_CALLER";

  private static final String DRAIN_SECONDS = "SPARKBENCH_GATEWAY_DRAIN_SECONDS";

  /** Copies the collections. */
  public GatewayConfig {
    namespaces = Set.copyOf(namespaces);
    audiences = List.copyOf(audiences);
  }

  /**
   * Reads the configuration from environment variables.
   *
   * @throws IllegalArgumentException if a variable is missing, unknown or wrong; the message names
   *     every one of them
   */
  public static GatewayConfig fromEnvironment(Map<String, String> environment) {
    Variables variables =
        new Variables(
            "the gateway",
            environment,
            Set.of(
                HOST,
                PORT,
                TLS_CERTIFICATE,
                TLS_KEY,
                PLAIN_HTTP,
                DEFAULT_NAMESPACE,
                AUDIENCES,
                MAX_WAITING,
                MAX_WAITING_PER_CALLER,
                DRAIN_SECONDS,
                Variables.NAMESPACES,
                Variables.BUCKET));
    String defaultNamespace =
        variables.required(DEFAULT_NAMESPACE, "the namespace of requests that do not name one");
    Set<String> namespaces = Set.copyOf(variables.list(Variables.NAMESPACES));
    if (!namespaces.isEmpty() && !namespaces.contains(defaultNamespace)) {
      variables.problem(
          "%s='%s' must be one of those in %s",
          DEFAULT_NAMESPACE, defaultNamespace, Variables.NAMESPACES);
    }
    GatewayConfig config =
        new GatewayConfig(
            variables.address(HOST, PORT),
            tls(variables),
            defaultNamespace,
            namespaces,
            variables.text(Variables.BUCKET),
            variables.list(AUDIENCES),
            count(variables, MAX_WAITING, DEFAULT_MAX_WAITING),
            count(variables, MAX_WAITING_PER_CALLER, DEFAULT_MAX_WAITING_PER_CALLER),
            times(variables));
    variables.failIfAnythingWasWrong();
    return config;
  }

  private static Times times(Variables variables) {
    return variables
        .checked(
            DRAIN_SECONDS,
            value -> value.matches("[0-9]{1,3}"),
            "must be a whole number from 0 to 999")
        .map(seconds -> TIMES.withDrain(Duration.ofSeconds(Integer.parseInt(seconds))))
        .orElse(TIMES);
  }

  private static int count(Variables variables, String name, int otherwise) {
    return variables
        .checked(
            name,
            value -> value.matches("[1-9][0-9]{0,4}"),
            "must be a whole number from 1 to 99999")
        .map(Integer::valueOf)
        .orElse(otherwise);
  }

  /** Tokens must not be sent unencrypted because a setting was forgotten. */
  private static Optional<TlsFiles> tls(Variables variables) {
    Optional<String> certificate = variables.text(TLS_CERTIFICATE);
    Optional<String> key = variables.text(TLS_KEY);
    boolean plain = variables.flag(PLAIN_HTTP);
    if (certificate.isPresent() != key.isPresent() || certificate.isPresent() == plain) {
      variables.problem(
          "set both %s and %s, or else %s=true where something in front of the gateway does TLS",
          TLS_CERTIFICATE, TLS_KEY, PLAIN_HTTP);
      return Optional.empty();
    }
    return certificate.map(file -> new TlsFiles(Path.of(file), Path.of(key.orElseThrow())));
  }

  /**
   * Time limits of the gateway.
   *
   * @param patience how long a client may take to send a request
   * @param keepAlive how long a client may take to begin the next one
   * @param drain how long it keeps serving when it is told to stop
   */
  public record Times(Duration patience, Duration keepAlive, Duration drain) {

    /** These limits with another drain time. */
    public Times withDrain(Duration time) {
      return new Times(patience, keepAlive, time);
    }
  }

  /**
   * PEM files.
   *
   * @param certificate the certificate, and those of its issuers
   * @param key its private key, PKCS #8
   */
  public record TlsFiles(Path certificate, Path key) {}
}
