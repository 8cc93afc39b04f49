// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.runner.sql.suite.KnownAnswers.Check;
import dev.sparkbench.runner.sql.suite.KnownAnswers.Verdict;
import dev.sparkbench.runner.work.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The result of the queries of a suite.
 *
 * @param suite the suite
 * @param scale the amount of data
 * @param queries the output that all queries have
 * @param checks how the answers compare with the known ones, by query; empty if they were not
 *     checked
 */
record SuiteResult(Suite suite, Scale scale, Result queries, Map<String, Check> checks)
    implements Result {

  @Override
  public OptionalLong rows() {
    return queries.rows();
  }

  /** With the comparison of the answers, and without the texts, which belong to the TPC. */
  @Override
  public Map<String, JsonNode> outputs() {
    Map<String, JsonNode> outputs = new LinkedHashMap<>();
    queries
        .outputs()
        .forEach(
            (query, output) -> {
              ObjectNode own = output.deepCopy();
              own.remove("text");
              Check check = checks.get(query);
              own.put("answer", (check == null ? Verdict.UNKNOWN : check.verdict()).wireName());
              outputs.put(query, own);
            });
    return outputs;
  }

  @Override
  public Map<String, Map<String, Double>> phases() {
    return queries.phases();
  }

  @Override
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    remarks.add(suite.fairUse());
    checks.entrySet().stream()
        .filter(entry -> entry.getValue().verdict() == Verdict.DIFFERENT)
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry ->
                remarks.add(
                    "query %s gave another answer than the known one (%s): rows that are equal in its order may explain that, or it is wrong"
                        .formatted(entry.getKey(), entry.getValue().difference())));
    remarks.add(answers());
    remarks.addAll(queries.remarks());
    return remarks;
  }

  private String answers() {
    int equal = SuiteWork.with(Verdict.EQUAL, checks).size();
    List<String> unknown =
        outputs().keySet().stream()
            .filter(
                query ->
                    !checks.containsKey(query) || checks.get(query).verdict() == Verdict.UNKNOWN)
            .toList();
    if (unknown.size() == outputs().size()) {
      return "the answers were not checked, because none are known for %s at scale %s"
          .formatted(suite.wireName(), scale.text());
    }
    String known =
        "the answers of %d of %d queries are the known ones of %s at scale %s"
            .formatted(equal, outputs().size(), suite.wireName(), scale.text());
    return unknown.isEmpty() ? known : known + "; none are known for " + String.join(", ", unknown);
  }

  @Override
  public void save(S3Uri document) {
    queries.save(document);
  }
}
