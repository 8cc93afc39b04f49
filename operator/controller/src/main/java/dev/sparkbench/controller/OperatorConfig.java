package dev.sparkbench.controller;

import dev.sparkbench.controller.spec.JobDefaults;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The operator's configuration.
 *
 * @param defaults what holds for a resource that says nothing
 * @param namespaces the namespaces to watch; empty for all
 * @param health where to serve {@code /healthz} and {@code /readyz}; port 0 for any free one
 */
public record OperatorConfig(
    JobDefaults defaults, Set<String> namespaces, InetSocketAddress health) {

  private static final String RUNNER_IMAGE = "SPARKBENCH_RUNNER_IMAGE";
  private static final String BUCKET = "SPARKBENCH_S3_BUCKET";
  private static final String ENDPOINT = "SPARKBENCH_S3_ENDPOINT";
  private static final String REGION = "SPARKBENCH_S3_REGION";
  private static final String PATH_STYLE = "SPARKBENCH_S3_PATH_STYLE_ACCESS";
  private static final String CREDENTIALS = "SPARKBENCH_S3_CREDENTIALS_SECRET";
  private static final String SERVICE_ACCOUNT = "SPARKBENCH_JOB_SERVICE_ACCOUNT";
  private static final String NAMESPACES = "SPARKBENCH_WATCH_NAMESPACES";
  private static final String HEALTH_HOST = "SPARKBENCH_HEALTH_HOST";
  private static final String HEALTH_PORT = "SPARKBENCH_HEALTH_PORT";

  private static final Set<String> KNOWN =
      Set.of(
          RUNNER_IMAGE,
          BUCKET,
          ENDPOINT,
          REGION,
          PATH_STYLE,
          CREDENTIALS,
          SERVICE_ACCOUNT,
          NAMESPACES,
          HEALTH_HOST,
          HEALTH_PORT);

  private static final int DEFAULT_HEALTH_PORT = 8080;
  private static final int MAX_PORT = 65535;

  /** Copies the namespaces. */
  public OperatorConfig {
    namespaces = Set.copyOf(namespaces);
  }

  /**
   * Reads the configuration from environment variables.
   *
   * @throws IllegalArgumentException if a variable is missing, unknown or wrong; the message names
   *     every one of them
   */
  public static OperatorConfig fromEnvironment(Map<String, String> environment) {
    Reader reader = new Reader(environment);
    OperatorConfig config =
        new OperatorConfig(
            new JobDefaults(
                reader.required(RUNNER_IMAGE, "the image of the drivers and executors"),
                reader.text(BUCKET),
                reader.checked(
                    ENDPOINT,
                    value -> value.matches("https?://[^/?#@\\s]+/?"),
                    "must be of the form https://host:port"),
                reader.text(REGION),
                reader
                    .checked(
                        PATH_STYLE, value -> value.matches("true|false"), "must be true or false")
                    .map(Boolean::valueOf)
                    .orElse(false),
                reader.text(CREDENTIALS),
                reader.text(SERVICE_ACCOUNT)),
            reader.text(NAMESPACES).map(OperatorConfig::split).orElse(Set.of()),
            reader.health());
    reader.failIfAnythingWasWrong();
    return config;
  }

  private static Set<String> split(String list) {
    return Arrays.stream(list.split(","))
        .map(String::trim)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static final class Reader {
    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();

    Reader(Map<String, String> environment) {
      this.environment = environment;
      environment.keySet().stream()
          .filter(name -> name.startsWith("SPARKBENCH_") && !KNOWN.contains(name))
          .sorted()
          .forEach(
              name ->
                  problems.add(
                      "%s is not a setting of the operator; known are %s"
                          .formatted(name, KNOWN.stream().sorted().toList())));
    }

    Optional<String> text(String name) {
      return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    String required(String name, String meaning) {
      return text(name)
          .orElseGet(
              () -> {
                problems.add("%s is not set; it gives %s".formatted(name, meaning));
                return "";
              });
    }

    Optional<String> checked(String name, Predicate<String> valid, String expected) {
      Optional<String> value = text(name);
      if (value.isPresent() && !valid.test(value.get())) {
        problems.add("%s='%s' %s".formatted(name, value.get(), expected));
        return Optional.empty();
      }
      return value;
    }

    InetSocketAddress health() {
      int port =
          checked(
                  HEALTH_PORT,
                  value -> value.matches("\\d{1,5}") && Integer.parseInt(value) <= MAX_PORT,
                  "must be a port from 0 to 65535")
              .map(Integer::valueOf)
              .orElse(DEFAULT_HEALTH_PORT);
      // On every interface by default, because the kubelet asks from outside the pod.
      return text(HEALTH_HOST)
          .map(host -> new InetSocketAddress(host, port))
          .orElseGet(() -> new InetSocketAddress(port));
    }

    void failIfAnythingWasWrong() {
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(String.join("; ", problems));
      }
    }
  }
}
