// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.settings;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reads environment variables, and collects the problems with them. */
public final class Variables {

  /** The namespaces to watch. */
  public static final String NAMESPACES = "SPARKBENCH_WATCH_NAMESPACES";

  /** The bucket for resources that do not name one. */
  public static final String BUCKET = "SPARKBENCH_S3_BUCKET";

  private static final String PREFIX = "SPARKBENCH_";

  // logback.xml reads these two; here they are only checked.
  private static final String LOG_FORMAT = "SPARKBENCH_LOG_FORMAT";
  private static final String LOG_LEVEL = "SPARKBENCH_LOG_LEVEL";

  private static final int DEFAULT_PORT = 8080;
  private static final int MAX_PORT = 65535;

  private final Map<String, String> environment;
  private final List<String> problems = new ArrayList<>();

  /**
   * Looks for unknown variables.
   *
   * @param owner the program with these settings, such as {@code the operator}
   * @param environment the process's environment
   * @param known the names of its settings, without those of logging, which every process has
   */
  public Variables(String owner, Map<String, String> environment, Set<String> known) {
    this.environment = environment;
    Set<String> all = new TreeSet<>(known);
    all.addAll(Set.of(LOG_FORMAT, LOG_LEVEL));
    environment.keySet().stream()
        .filter(name -> name.startsWith(PREFIX) && !all.contains(name))
        .sorted()
        .forEach(name -> problem("%s is not a setting of %s; known are %s", name, owner, all));
    choice(LOG_FORMAT, "text", "json");
    choice(LOG_LEVEL, "error", "warn", "info", "debug");
  }

  /** A value; empty if it is not set, or blank. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  /** Values, separated by commas. */
  public List<String> list(String name) {
    return text(name).stream()
        .flatMap(text -> Arrays.stream(text.split(",")))
        .map(String::trim)
        .filter(item -> !item.isEmpty())
        .distinct()
        .toList();
  }

  /** Values, separated by commas; the given default if the variable is not set. */
  public List<String> list(String name, List<String> defaults) {
    return environment.containsKey(name) ? list(name) : defaults;
  }

  /** A required value; if it is missing, this is a problem. */
  public String required(String name, String meaning) {
    return text(name)
        .orElseGet(
            () -> {
              problem("%s is not set; it gives %s", name, meaning);
              return "";
            });
  }

  /** One of several values. */
  public Optional<String> choice(String name, String... values) {
    List<String> allowed = List.of(values);
    return checked(name, allowed::contains, "must be one of " + String.join(", ", allowed));
  }

  /** Whether it is {@code true}; false if it is not set. */
  public boolean flag(String name) {
    return choice(name, "true", "false").map(Boolean::valueOf).orElse(false);
  }

  /** A value that must satisfy a condition; otherwise this is a problem. */
  public Optional<String> checked(String name, Predicate<String> valid, String expected) {
    return checked(name, value -> valid.test(value) ? Optional.empty() : Optional.of(expected));
  }

  /** A value that may have a problem, told as the rest of a sentence that begins with the value. */
  public Optional<String> checked(String name, Function<String, Optional<String>> problem) {
    Optional<String> value = text(name);
    Optional<String> wrong = value.flatMap(problem);
    wrong.ifPresent(sentence -> problem("%s='%s' %s", name, value.orElseThrow(), sentence));
    return wrong.isPresent() ? Optional.empty() : value;
  }

  /** Where to listen: by default on every interface, at port 8080. */
  public InetSocketAddress address(String host, String portName) {
    int port =
        checked(
                portName,
                value -> value.matches("\\d{1,5}") && Integer.parseInt(value) <= MAX_PORT,
                "must be a port from 0 to 65535")
            .map(Integer::valueOf)
            .orElse(DEFAULT_PORT);
    return text(host)
        .map(name -> new InetSocketAddress(name, port))
        .orElseGet(() -> new InetSocketAddress(port));
  }

  /** Adds a problem. */
  public void problem(String format, Object... values) {
    problems.add(format.formatted(values));
  }

  /**
   * Call this when everything has been read.
   *
   * @throws IllegalArgumentException if a variable is missing, unknown or wrong; the message names
   *     every one of them
   */
  public void failIfAnythingWasWrong() {
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }
}
