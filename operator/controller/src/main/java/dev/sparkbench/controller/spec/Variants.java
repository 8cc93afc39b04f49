// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.api.contract.Partitions;
import dev.sparkbench.api.resource.ComparisonSpec;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec;
import dev.sparkbench.api.resource.VariantSpec;
import dev.sparkbench.api.scaling.ComparisonGoal;
import dev.sparkbench.api.scaling.Price;
import dev.sparkbench.controller.spec.Benchmark.Variant;
import dev.sparkbench.controller.spec.Resolution.Invalid;
import dev.sparkbench.controller.spec.Resolution.Valid;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The variants of a spec. For each variant, its fields override those of the spec, and the result
 * is resolved as a spec of its own. So every check of a spec also applies to every variant.
 */
final class Variants {

  private static final Pattern ZERO = Pattern.compile("0+([.]0+)?");

  /** The folder of all results, in which each variant has its own folder. */
  private static final String OUTPUT = "output";

  private static final int MOST_VARIANTS = 8;

  /** A number whose entries fit into a status. */
  private static final int MOST_CELLS = 64;

  private static final int MAX_SLOWDOWN = 1000;

  /** The fields about where pods run, which are all that a variant's template can set. */
  private static final Set<String> TEMPLATE = Set.of("metadata", "spec");

  private static final Set<String> METADATA = Set.of("labels");
  private static final Set<String> POD =
      Set.of("nodeSelector", "affinity", "tolerations", "topologySpreadConstraints");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SparkBenchmarkJob job;
  private final SparkBenchmarkJobSpec spec;
  private final List<VariantSpec> variants;
  private final Violations violations = new Violations();

  private Variants(SparkBenchmarkJob job) {
    this.job = job;
    this.spec = job.getSpec();
    this.variants =
        requireNonNullElse(spec.variants(), List.<VariantSpec>of()).stream()
            .filter(Objects::nonNull)
            .toList();
  }

  /**
   * Resolves a spec with all its variants.
   *
   * @param alone resolves a spec without its variants
   */
  static Resolution resolve(SparkBenchmarkJob job, Function<SparkBenchmarkJob, Resolution> alone) {
    Resolution base = alone.apply(job);
    Variants variants = new Variants(job);
    variants.check();
    List<Variant> resolved = variants.resolve(base, alone);
    variants.currencies(resolved);
    if (base instanceof Invalid || !variants.violations.isEmpty()) {
      List<Violation> all = new ArrayList<>();
      if (base instanceof Invalid invalid) {
        all.addAll(invalid.violations());
      }
      all.addAll(variants.violations.toList());
      return new Invalid(all);
    }
    Benchmark benchmark = ((Valid) base).benchmark();
    return resolved.isEmpty()
        ? base
        : new Valid(variants.together(benchmark, resolved, goal(job.getSpec().comparison())));
  }

  /**
   * With the same number of partitions for all that do not name their own, so that all do the same
   * work.
   */
  private Benchmark together(Benchmark base, List<Variant> resolved, ComparisonGoal goal) {
    int partitions =
        resolved.stream()
            .filter(variant -> ownPartitionCount(variant.name()).isEmpty())
            .map(variant -> variant.benchmark().measurement().run().partitionCount())
            .filter(Objects::nonNull)
            .mapToInt(count -> count)
            .max()
            .orElse(1);
    return base.with(
        base.layout(),
        partitions,
        resolved.stream()
            .map(
                variant ->
                    new Variant(
                        variant.name(),
                        variant
                            .benchmark()
                            .with(
                                base.layout().of(variant.name()),
                                ownPartitionCount(variant.name()).orElse(partitions),
                                List.of(),
                                ComparisonGoal.NONE)))
            .toList(),
        goal);
  }

  private Optional<Integer> ownPartitionCount(String name) {
    return variants.stream()
        .filter(variant -> variant.name().equals(name) && variant.measurement() != null)
        .findFirst()
        .map(variant -> variant.measurement().partitionCount());
  }

  private static ComparisonGoal goal(ComparisonSpec comparison) {
    return comparison == null
        ? ComparisonGoal.NONE
        : new ComparisonGoal(
            Optional.ofNullable(comparison.maxSlowdownPercent()),
            Optional.ofNullable(comparison.minSpeedup()).map(Double::valueOf));
  }

  private void check() {
    if (spec.variants() != null && variants.size() < spec.variants().size()) {
      violations.add("spec.variants", "has an entry without content; give it a name, or remove it");
    }
    if (variants.size() > MOST_VARIANTS) {
      violations.add(
          "spec.variants", "has %d entries; give at most %d", variants.size(), MOST_VARIANTS);
    }
    Set<String> seen = new HashSet<>();
    int cells = 0;
    for (VariantSpec variant : variants) {
      String name = requireNonNullElse(variant.name(), "");
      if (!SchemaCheck.fits(VariantSpec.class, "name", name) || name.equals(OUTPUT)) {
        violations.add(
            "spec.variants.name",
            "'%s' must be 1 to 20 small letters, digits or '-', the first a letter, the last none of '-', and not '%s'",
            name,
            OUTPUT);
      } else if (!seen.add(name)) {
        violations.add("spec.variants.name", "'%s' is there twice; names must be unique", name);
      }
      cells +=
          requireNonNullElse(variant.nodeList(), requireNonNullElse(spec.nodeList(), List.of()))
              .size();
      template(
          field(variant, "driver"),
          variant.driver() == null ? null : variant.driver().podTemplate());
      template(
          field(variant, "executor"),
          variant.executor() == null ? null : variant.executor().podTemplate());
    }
    if (cells > MOST_CELLS) {
      violations.add(
          "spec.variants",
          "have %d node counts together, and a status has room for %d; give fewer variants, or shorter nodeLists",
          cells,
          MOST_CELLS);
    }
    comparison(spec.comparison());
  }

  private void comparison(ComparisonSpec comparison) {
    if (comparison == null) {
      return;
    }
    if (comparison.maxSlowdownPercent() == null && comparison.minSpeedup() == null) {
      violations.add(
          "spec.comparison", "is empty; give maxSlowdownPercent or minSpeedup, or remove it");
    }
    if (variants.size() < 2) {
      violations.add(
          "spec.comparison", "is for variants; give two or more in spec.variants, or remove it");
    }
    Integer slowdown = comparison.maxSlowdownPercent();
    if (slowdown != null && (slowdown < 0 || slowdown > MAX_SLOWDOWN)) {
      violations.add(
          "spec.comparison.maxSlowdownPercent", "%d must be from 0 to %d", slowdown, MAX_SLOWDOWN);
    }
    String speedup = comparison.minSpeedup();
    // SchemaCheck says so if it is no number.
    if (speedup != null && ZERO.matcher(speedup).matches()) {
      violations.add(
          "spec.comparison.minSpeedup",
          "'%s' must be a decimal number above 0 in quotes, such as \"1.2\"",
          speedup);
    }
  }

  /** Costs in different currencies cannot be compared. */
  private void currencies(List<Variant> resolved) {
    List<String> currencies =
        resolved.stream()
            .flatMap(variant -> variant.benchmark().assessment().price().stream())
            .map(Price::currency)
            .distinct()
            .toList();
    if (currencies.size() > 1) {
      violations.add(
          "spec.variants.cost.currency",
          "differs: %s; give all prices in one currency",
          String.join(", ", currencies));
    }
  }

  private void template(String field, Map<String, Object> template) {
    if (template == null) {
      return;
    }
    keys(field + ".podTemplate", template, TEMPLATE);
    keys(field + ".podTemplate.metadata", template.get("metadata"), METADATA);
    keys(field + ".podTemplate.spec", template.get("spec"), POD);
  }

  private void keys(String field, Object part, Set<String> allowed) {
    if (part instanceof Map<?, ?> map) {
      map.keySet().stream()
          .map(String::valueOf)
          .filter(key -> !allowed.contains(key))
          .sorted()
          .forEach(
              key ->
                  violations.add(
                      field + "." + key,
                      "is not for a variant, whose podTemplate says only where pods run (metadata.labels; spec.nodeSelector, affinity, tolerations, topologySpreadConstraints); put it into that of spec.driver or spec.executor"));
    }
  }

  private List<Variant> resolve(Resolution base, Function<SparkBenchmarkJob, Resolution> alone) {
    List<Violation> known =
        base instanceof Invalid invalid ? invalid.violations() : List.<Violation>of();
    List<Variant> resolved = new ArrayList<>();
    for (VariantSpec variant : variants) {
      SparkBenchmarkJob merged = job.copy();
      merged.setSpec(merged(variant));
      Resolution resolution = alone.apply(merged);
      if (resolution instanceof Valid valid) {
        resolved.add(new Variant(variant.name(), valid.benchmark()));
      } else {
        ((Invalid) resolution)
            .violations().stream()
                .filter(violation -> !known.contains(violation))
                .map(
                    violation ->
                        new Violation(
                            field(variant, violation.field().replaceFirst("^spec[.]", "")),
                            violation.problem()))
                .forEach(violations::add);
      }
    }
    return resolved;
  }

  private static String field(VariantSpec variant, String field) {
    return "spec.variants[%s].%s".formatted(variant.name(), field);
  }

  private SparkBenchmarkJobSpec merged(VariantSpec variant) {
    ObjectNode merged = JSON.valueToTree(spec);
    merged.remove(List.of("variants", "comparison"));
    ObjectNode own = JSON.valueToTree(variant);
    own.remove("name");
    if (own.at("/measurement/partitions").asText().equals(Partitions.PerNodeCount.name())
        && merged.get("measurement") instanceof ObjectNode measurement) {
      measurement.remove("partitionCount");
    }
    return JSON.convertValue(deep(merged, own), SparkBenchmarkJobSpec.class);
  }

  /** Merges objects field by field; lists and single values are replaced. */
  private static ObjectNode deep(ObjectNode base, ObjectNode over) {
    over.properties()
        .forEach(
            field ->
                base.set(
                    field.getKey(),
                    base.get(field.getKey()) instanceof ObjectNode below
                            && field.getValue() instanceof ObjectNode above
                        ? deep(below, above)
                        : field.getValue()));
    return base;
  }
}
