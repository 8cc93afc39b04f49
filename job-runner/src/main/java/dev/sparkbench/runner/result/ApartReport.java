// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.api.scaling.Change;
import dev.sparkbench.api.scaling.Interval;
import dev.sparkbench.api.scaling.Samples;
import dev.sparkbench.api.scaling.ScalingPoint;
import dev.sparkbench.api.scaling.ScalingTable;
import dev.sparkbench.api.scaling.VariantComparison.Verdict;
import dev.sparkbench.runner.explain.TwoBenchmarks;
import dev.sparkbench.runner.result.PerformanceVariant.Compared;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The page and the table for two benchmarks that were run separately, in the form of variants. */
public final class ApartReport {

  private static final String HEADER =
      "benchmark,nodes,time_sec,time_low_sec,time_high_sec,time_ratio,ratio_low,ratio_high,verdict\n";

  private final TwoBenchmarks two;

  /** Creates the report. */
  public ApartReport(TwoBenchmarks two) {
    this.two = two;
  }

  /** One line per benchmark and node count; a field is empty if there is no such number. */
  public String csv() {
    return HEADER
        + variants().stream()
            .flatMap(
                variant ->
                    variant.runs().stream()
                        .map(
                            run ->
                                String.format(
                                    Locale.ROOT,
                                    "%s,%d,%.6f,%s,%s\n",
                                    variant.name(),
                                    run.nodes(),
                                    run.timeSec(),
                                    bounds(run.intervalSec()),
                                    ratio(run.compared()))))
            .collect(Collectors.joining());
  }

  private static String ratio(Compared compared) {
    return compared == null
        ? ",,,"
        : String.format(
            Locale.ROOT,
            "%.4f,%s,%s",
            compared.timeRatio(),
            bounds(compared.interval()),
            compared.verdict());
  }

  private static String bounds(List<Double> interval) {
    return interval == null
        ? ","
        : String.format(Locale.ROOT, "%.6f,%.6f", interval.get(0), interval.get(1));
  }

  /** The page. */
  public String html() {
    ObjectNode performance = JsonNodeFactory.instance.objectNode();
    performance.put("job_id", name(0) + " and " + name(1));
    performance.put("dataset", two.after().path("dataset").asText());
    performance.put("completed_at", two.after().path("completed_at").asText());
    performance.put("trials", two.after().path("trials").asInt(1));
    performance.set("tasks", two.after().path("tasks"));
    if (isSameCurrency()) {
      performance.set("cost", two.after().path("cost"));
    }
    performance.putArray("runs");
    performance.set("variants", Documents.parse(Documents.json(variants())));
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.set("performance", performance);
    ArrayNode sentences = data.putArray("apart");
    two.sentences().forEach(sentences::add);
    data.putArray("remarks");
    data.putObject("runs");
    data.putObject("passes");
    return ReportPage.of(performance.path("job_id").asText(), data);
  }

  /** Otherwise the page shows core-seconds, which can be compared. */
  private boolean isSameCurrency() {
    JsonNode before = two.before().at("/cost/currency");
    return before.isTextual() && before.equals(two.after().at("/cost/currency"));
  }

  private List<PerformanceVariant> variants() {
    return List.of(variant(0, two.before()), variant(1, two.after()));
  }

  /** The name with the time, because the two jobs usually have the same name. */
  private String name(int which) {
    JsonNode document = which == 0 ? two.before() : two.after();
    return document.path("job_id").asText()
        + " of "
        + document.path("completed_at").asText("unknown time");
  }

  private PerformanceVariant variant(int which, JsonNode document) {
    Map<Integer, Samples> samples = TwoBenchmarks.samples(document);
    int cores = Integer.parseInt(document.at("/configuration/executors.cores").asText("1"));
    return new PerformanceVariant(
        name(which),
        cores,
        null,
        null,
        ScalingTable.of(samples).points().stream()
            .map(point -> run(which, cores, point, cost(document, point.nodes())))
            .toList());
  }

  private PerformanceVariant.Run run(
      int which, int cores, ScalingPoint point, Optional<BigDecimal> cost) {
    return PerformanceVariantRunBuilder.builder()
        .nodes(point.nodes())
        .cores(cores * point.nodes())
        .timeSec(point.seconds())
        .intervalSec(point.secondsInterval().map(ApartReport::list).orElse(null))
        .speedup(point.speedup())
        .speedupInterval(point.speedupInterval().map(ApartReport::list).orElse(null))
        .cost(cost.orElse(null))
        .coreSec(cores * point.nodes() * point.seconds())
        .fastest(false)
        .cheapest(false)
        .onFrontier(false)
        .compared(which == 0 ? null : compared(point.nodes()))
        .build();
  }

  private static Optional<BigDecimal> cost(JsonNode document, int nodes) {
    for (JsonNode run : document.path("runs")) {
      if (run.path("nodes").asInt() == nodes && run.path("cost").isNumber()) {
        return Optional.of(run.path("cost").decimalValue());
      }
    }
    return Optional.empty();
  }

  private Compared compared(int nodes) {
    return two.comparison()
        .flatMap(comparison -> Optional.ofNullable(comparison.changes().get(nodes)))
        .map(
            change ->
                new Compared(
                    nodes,
                    change.ratio(),
                    change.interval().map(ApartReport::list).orElse(null),
                    verdict(change),
                    null))
        .orElse(null);
  }

  /**
   * A difference of less than 5 % does not count, however certain it is, because clusters differ
   * from day to day.
   */
  private static Verdict verdict(Change change) {
    return switch (change.verdict()) {
      case REGRESSION -> Verdict.Slower;
      case IMPROVEMENT -> Verdict.Faster;
      case NONE -> Verdict.NoDifferenceShown;
      case UNKNOWN ->
          change.interval().isPresent() ? Verdict.NoDifferenceShown : Verdict.TooFewTrials;
    };
  }

  private static List<Double> list(Interval interval) {
    return List.of(interval.low(), interval.high());
  }
}
