// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import static java.util.Objects.requireNonNullElse;

import dev.sparkbench.api.contract.ApplicationWorkload;
import dev.sparkbench.api.contract.Dataset;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.contract.SqlWorkload;
import dev.sparkbench.api.contract.SqlWorkload.NamedTable;
import dev.sparkbench.api.contract.Workload;
import dev.sparkbench.api.resource.ApplicationSpec;
import dev.sparkbench.api.resource.ApplicationTableSpec;
import dev.sparkbench.api.resource.DatasetSpec;
import dev.sparkbench.api.resource.JobConfig;
import dev.sparkbench.api.resource.MeasurementSpec;
import dev.sparkbench.api.resource.MeasurementSpec.Cache;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The user's own program: type application. */
final class ApplicationWork implements WorkSpec {

  private static final String FIELD = "spec.jobConfig.application";
  private static final String LOCAL = "local:///";

  private static final Pattern CLASS =
      Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*([.][A-Za-z_$][A-Za-z0-9_$]*)*");

  /**
   * The placeholders have the form of those in the arguments of a container; two dollar signs are
   * one.
   */
  private static final Pattern PLACEHOLDER = Pattern.compile("[$](?:[$]|[(]([^()]*)[)])");

  private static final List<String> PLACEHOLDERS =
      List.of("dataset", "scratch", "nodes", "partitions");

  /** The beginning of the placeholder of a table; its name follows. */
  private static final String TABLE = "table.";

  private static final int MAX_CLASS = 512;

  private final JobConfig config;
  private final ApplicationSpec application;
  private final MeasurementSpec measurement;
  private final DatasetSpec dataset;
  private final Locations locations;
  private Violations violations = new Violations();

  ApplicationWork(
      JobConfig config, SparkBenchmarkJobSpec spec, DatasetSpec dataset, Locations locations) {
    this.config = config;
    this.application = config.application();
    this.measurement = requireNonNullElse(spec.measurement(), MeasurementSpec.EMPTY);
    this.dataset = dataset;
    this.locations = locations;
  }

  @Override
  public boolean readsDataset() {
    return false;
  }

  @Override
  public List<Violation> violations() {
    violations = new Violations();
    violations.addAll(WorkSpec.foreignMembers(config));
    // The table's format adds its jars to the class path.
    violations.addAll(
        UnusedDataset.violations(
            dataset, Set.of("format"), "type application, which reads by itself"));
    if (measurement.cache() == Cache.Memory) {
      violations.add(
          "spec.measurement.cache",
          "Memory is not for type application, which reads by itself; remove it");
    }
    if (application == null) {
      violations.add(FIELD, "is missing; give at least its mainClass");
      return violations.toList();
    }
    String main = String.valueOf(application.mainClass());
    if (!CLASS.matcher(main).matches() || main.length() > MAX_CLASS) {
      violations.add(
          FIELD + ".mainClass",
          "'%s' is not the name of a class; give it with its package, such as com.example.Nightly",
          main);
    }
    if (application.jar() != null) {
      jar(FIELD + ".jar", application.jar());
    }
    jars().forEach(jar -> jar(FIELD + ".jars", jar));
    checkTables();
    arguments().forEach(this::placeholders);
    compare();
    once();
    return violations.toList();
  }

  private void jar(String field, String jar) {
    if (jar.startsWith("local:")) {
      if (!jar.startsWith(LOCAL) || jar.length() == LOCAL.length()) {
        violations.add(
            field, "'%s' names no file of the image; give local:///path, with three slashes", jar);
      }
    } else if (jar.contains("://") && !jar.startsWith("s3://")) {
      violations.add(
          field,
          "'%s' cannot be fetched; give a key in the bucket, s3://bucket/key, or local:///path in the image",
          jar);
    } else {
      locations.find(field, jar, violations);
    }
    if (jar.endsWith("/") && !jar.equals(LOCAL)) {
      violations.add(field, "'%s' is a folder; give a jar", jar);
    }
  }

  private void checkTables() {
    TableChecks checks =
        new TableChecks(
            FIELD + ".tables",
            SqlWorkload.DEFAULT_TABLE,
            "give another one",
            Optional.ofNullable(dataset.format()),
            locations,
            violations);
    for (int i = 0; i < tables().size(); i++) {
      ApplicationTableSpec table = tables().get(i);
      checks.check(
          FIELD + ".tables[%d]".formatted(i),
          table.name(),
          table.s3Path(),
          Optional.ofNullable(table.format()));
    }
    checks.end();
  }

  private void placeholders(String argument) {
    List<String> known = new ArrayList<>(PLACEHOLDERS);
    tables().forEach(table -> known.add(TABLE + table.name()));
    Matcher placeholder = PLACEHOLDER.matcher(argument);
    while (placeholder.find()) {
      String name = placeholder.group(1);
      if (name != null && !known.contains(name)) {
        violations.add(
            new Violation(
                FIELD + ".arguments",
                "'%s' has $(%s), which is not known; %s"
                    .formatted(
                        Shown.of(argument),
                        Shown.of(name),
                        Spelling.nearest(name, known)
                            .map("did you mean $(%s)?"::formatted)
                            .orElseGet(() -> unknown(name)))));
      }
    }
  }

  private static String unknown(String name) {
    return name.startsWith(TABLE)
        ? "jobConfig.application.tables has no table of that name"
        : "there are $(dataset), $(scratch), $(nodes), $(partitions), and $(table.NAME) for each of tables; for a dollar sign write $$";
  }

  private void compare() {
    List<String> compared = requireNonNullElse(application.compare(), List.of());
    for (String path : compared) {
      if (path.isBlank() || path.startsWith("/") || path.contains("://")) {
        violations.add(
            FIELD + ".compare", "'%s' must be a path below $(scratch), such as out/", path);
      } else if (Locations.hasParent(path)) {
        violations.add(FIELD + ".compare", "'%s' must not contain '..'", path);
      }
    }
    boolean knowsScratch =
        arguments().stream()
            .flatMap(argument -> PLACEHOLDER.matcher(argument).results())
            .anyMatch(placeholder -> "scratch".equals(placeholder.group(1)));
    if (!compared.isEmpty() && !knowsScratch) {
      violations.add(
          FIELD + ".compare",
          "is for output below $(scratch), but no argument names that folder; add an argument such as $(scratch)/out");
    }
  }

  /** A program that can run only once in a JVM is neither warmed up nor called again. */
  private void once() {
    if (!MeasurementDefaults.isOnce(config)) {
      return;
    }
    more("warmups", measurement.warmups(), 0);
    more("maxWarmupSeconds", measurement.maxWarmupSeconds(), 0);
    more("iterations", measurement.iterations(), 1);
  }

  private void more(String field, Integer value, int most) {
    if (value != null && value > most) {
      violations.add(
          "spec.measurement." + field,
          "%d is too many for a program that is called once in each run; raise measurement.trials instead, or set jobConfig.application.repeatable to true if main can be called again",
          value);
    }
  }

  @Override
  public Workload workload() {
    return new ApplicationWorkload(
        config.type(),
        application.mainClass(),
        application.jar() == null ? null : address(application.jar()),
        jars().stream().map(this::address).toList(),
        arguments(),
        requireNonNullElse(application.repeatable(), false),
        application.compare(),
        tables().stream().map(this::named).toList());
  }

  @Override
  public Map<String, S3Uri> furtherData() {
    Map<String, S3Uri> data = new TreeMap<>();
    tables().forEach(table -> data.put(table.name(), locations.get(table.s3Path())));
    return data;
  }

  private NamedTable named(ApplicationTableSpec table) {
    return new NamedTable(
        table.name(),
        new Dataset(
            locations.get(table.s3Path()).toString(),
            table.format() == null ? null : table.format().wireName(),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null));
  }

  private String address(String jar) {
    return jar.startsWith(LOCAL) ? jar : locations.get(jar).toString();
  }

  private List<String> jars() {
    return requireNonNullElse(application.jars(), List.of());
  }

  private List<ApplicationTableSpec> tables() {
    return requireNonNullElse(application.tables(), List.of());
  }

  private List<String> arguments() {
    return requireNonNullElse(application.arguments(), List.of());
  }
}
