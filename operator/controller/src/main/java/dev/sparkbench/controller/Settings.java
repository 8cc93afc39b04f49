package dev.sparkbench.controller;

import dev.sparkbench.controller.OperatorConfig.Leadership;
import dev.sparkbench.controller.spec.JobDefaults;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Reads environment variables and collects what is wrong with them. */
final class Settings {

  private static final String PREFIX = "SPARKBENCH_";

  private static final String RUNNER_IMAGE = "SPARKBENCH_RUNNER_IMAGE";
  private static final String PULL_POLICY = "SPARKBENCH_RUNNER_IMAGE_PULL_POLICY";
  private static final String PULL_SECRETS = "SPARKBENCH_RUNNER_IMAGE_PULL_SECRETS";
  private static final String BUCKET = "SPARKBENCH_S3_BUCKET";
  private static final String ENDPOINT = "SPARKBENCH_S3_ENDPOINT";
  private static final String REGION = "SPARKBENCH_S3_REGION";
  private static final String PATH_STYLE = "SPARKBENCH_S3_PATH_STYLE_ACCESS";
  private static final String CREDENTIALS = "SPARKBENCH_S3_CREDENTIALS_SECRET";
  private static final String SERVICE_ACCOUNT = "SPARKBENCH_JOB_SERVICE_ACCOUNT";
  private static final String DRIVER_CORES = "SPARKBENCH_DRIVER_CORES";
  private static final String DRIVER_MEMORY = "SPARKBENCH_DRIVER_MEMORY";
  private static final String EXECUTOR_CORES = "SPARKBENCH_EXECUTOR_CORES";
  private static final String EXECUTOR_MEMORY = "SPARKBENCH_EXECUTOR_MEMORY";
  private static final String NAMESPACES = "SPARKBENCH_WATCH_NAMESPACES";
  private static final String LEASE = "SPARKBENCH_LEADER_ELECTION_LEASE";
  private static final String POD_NAME = "SPARKBENCH_POD_NAME";
  private static final String POD_NAMESPACE = "SPARKBENCH_POD_NAMESPACE";
  private static final String HEALTH_HOST = "SPARKBENCH_HEALTH_HOST";
  private static final String HEALTH_PORT = "SPARKBENCH_HEALTH_PORT";
  // These two are read by logback.xml; here they are only checked.
  private static final String LOG_FORMAT = "SPARKBENCH_LOG_FORMAT";
  private static final String LOG_LEVEL = "SPARKBENCH_LOG_LEVEL";

  private static final Set<String> KNOWN =
      Set.of(
          RUNNER_IMAGE,
          PULL_POLICY,
          PULL_SECRETS,
          BUCKET,
          ENDPOINT,
          REGION,
          PATH_STYLE,
          CREDENTIALS,
          SERVICE_ACCOUNT,
          DRIVER_CORES,
          DRIVER_MEMORY,
          EXECUTOR_CORES,
          EXECUTOR_MEMORY,
          NAMESPACES,
          LEASE,
          POD_NAME,
          POD_NAMESPACE,
          HEALTH_HOST,
          HEALTH_PORT,
          LOG_FORMAT,
          LOG_LEVEL);

  private static final int DEFAULT_PORT = 8080;
  private static final int MAX_PORT = 65535;

  private final Map<String, String> environment;
  private final List<String> problems = new ArrayList<>();

  Settings(Map<String, String> environment) {
    this.environment = environment;
    environment.keySet().stream()
        .filter(name -> name.startsWith(PREFIX) && !KNOWN.contains(name))
        .sorted()
        .forEach(
            name ->
                problems.add(
                    "%s is not a setting of the operator; known are %s"
                        .formatted(name, KNOWN.stream().sorted().toList())));
    choice(LOG_FORMAT, "text", "json");
    choice(LOG_LEVEL, "error", "warn", "info", "debug");
  }

  JobDefaults jobDefaults() {
    return new JobDefaults(
        required(RUNNER_IMAGE, "the image of the drivers and executors"),
        choice(PULL_POLICY, "Always", "IfNotPresent", "Never"),
        list(PULL_SECRETS),
        text(BUCKET),
        checked(
            ENDPOINT,
            value -> value.matches("https?://[^/?#@\\s]+/?"),
            "must be of the form https://host:port"),
        text(REGION),
        choice(PATH_STYLE, "true", "false").map(Boolean::valueOf).orElse(false),
        text(CREDENTIALS),
        text(SERVICE_ACCOUNT),
        size(DRIVER_CORES, DRIVER_MEMORY),
        size(EXECUTOR_CORES, EXECUTOR_MEMORY));
  }

  Set<String> namespaces() {
    return Set.copyOf(list(NAMESPACES));
  }

  Optional<Leadership> leadership() {
    return text(LEASE)
        .map(
            lease ->
                new Leadership(
                    lease,
                    required(POD_NAMESPACE, "the namespace of the Lease %s".formatted(lease)),
                    required(POD_NAME, "this replica's name in the Lease %s".formatted(lease))));
  }

  InetSocketAddress http() {
    int port =
        checked(
                HEALTH_PORT,
                value -> value.matches("\\d{1,5}") && Integer.parseInt(value) <= MAX_PORT,
                "must be a port from 0 to 65535")
            .map(Integer::valueOf)
            .orElse(DEFAULT_PORT);
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

  private JobDefaults.Size size(String cores, String memory) {
    return new JobDefaults.Size(
        checked(
                cores,
                value -> value.matches("[1-9]|[1-5][0-9]|6[0-4]"),
                "must be a whole number from 1 to 64")
            .map(Integer::valueOf)
            .orElse(JobDefaults.Size.DEFAULT.cores()),
        checked(
                memory,
                value -> value.matches("[1-9][0-9]{0,5}(Mi|Gi)"),
                "must be a whole number of Mi or Gi, such as 512Mi or 2Gi")
            .orElse(JobDefaults.Size.DEFAULT.memory()));
  }

  private Optional<String> text(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  private List<String> list(String name) {
    return text(name).stream()
        .flatMap(text -> Arrays.stream(text.split(",")))
        .map(String::trim)
        .filter(item -> !item.isEmpty())
        .distinct()
        .toList();
  }

  private String required(String name, String meaning) {
    return text(name)
        .orElseGet(
            () -> {
              problems.add("%s is not set; it gives %s".formatted(name, meaning));
              return "";
            });
  }

  private Optional<String> choice(String name, String... values) {
    List<String> allowed = List.of(values);
    return checked(name, allowed::contains, "must be one of " + String.join(", ", allowed));
  }

  private Optional<String> checked(String name, Predicate<String> valid, String expected) {
    Optional<String> value = text(name);
    if (value.isPresent() && !valid.test(value.get())) {
      problems.add("%s='%s' %s".formatted(name, value.get(), expected));
      return Optional.empty();
    }
    return value;
  }
}
