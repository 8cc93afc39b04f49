// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The report pod's answer.
 *
 * @param version the contract's version
 * @param performanceCsv {@code s3://} URI of the table; null after a failure, or if the answer had
 *     no room for it
 * @param performanceJson {@code s3://} URI of the same as JSON; null after a failure, or if the
 *     answer had no room for it
 * @param reportHtml {@code s3://} URI of the page for people; null after a failure, or if the
 *     answer had no room for it
 * @param disagreeing the node counts whose outputs differ from the baseline's
 * @param regression whether it is slower than the last benchmark of the same job
 * @param remarks remarks for people, most important first: sentences without a full stop; at most
 *     {@value #MAX_REMARKS} of at most {@value #MAX_REMARK_LENGTH} characters
 * @param failure what went wrong; null after a success
 * @param differing the node counts whose outputs differ from the reference's, by variant; empty
 *     without variants. So short that there is always room for it
 * @param outputsUnknown whether documents of variants are missing, so that not all outputs could be
 *     compared
 */
public record ReportResult(
    int version,
    String performanceCsv,
    String performanceJson,
    String reportHtml,
    List<Integer> disagreeing,
    Regression regression,
    List<String> remarks,
    Failure failure,
    Map<String, List<Integer>> differing,
    boolean outputsUnknown)
    implements Versioned {

  /** The largest number of remarks; nobody would read more. */
  public static final int MAX_REMARKS = 3;

  /** The longest remark; longer ones end in an ellipsis. */
  public static final int MAX_REMARK_LENGTH = 200;

  /** Quotation marks and a comma. */
  private static final int REMARK_OVERHEAD = 3;

  /** A shorter part of a remark says nothing. */
  private static final int LEAST_REMARK = 40;

  /** Copies the lists, null becomes empty, and shortens the remarks. */
  public ReportResult {
    disagreeing = disagreeing == null ? List.of() : List.copyOf(disagreeing);
    remarks =
        remarks == null
            ? List.of()
            : remarks.stream()
                .limit(MAX_REMARKS)
                .map(remark -> Text.shortened(remark, MAX_REMARK_LENGTH))
                .toList();
    differing = differing == null ? Map.of() : new TreeMap<>(differing);
  }

  /** An answer without variants. */
  public ReportResult(
      int version,
      String performanceCsv,
      String performanceJson,
      String reportHtml,
      List<Integer> disagreeing,
      Regression regression,
      List<String> remarks,
      Failure failure) {
    this(
        version,
        performanceCsv,
        performanceJson,
        reportHtml,
        disagreeing,
        regression,
        remarks,
        failure,
        Map.of(),
        false);
  }

  /** The answer if the report could not be written. */
  public static ReportResult failed(Failure failure) {
    return new ReportResult(Contract.VERSION, null, null, null, null, null, null, failure);
  }

  /** The answer for the termination message of a pod with a few containers. */
  public String toTerminationMessage() {
    return toTerminationMessage(Contract.MAX_TERMINATION_MESSAGE_BYTES);
  }

  /**
   * The answer for the termination message: complete JSON within the limit. If there is little
   * room, the URIs are left out, because the operator can fill them in ({@link #located}), and
   * texts are cut, beginning with the last remark. All texts are also in the report itself.
   *
   * @param bytes see {@link AnswerLimit}
   */
  public String toTerminationMessage(int bytes) {
    ObjectNode answer = Contract.tree(this);
    if (Wire.bytes(Contract.write(answer)) <= bytes) {
      return Contract.write(answer);
    }
    answer.remove(List.of("performanceCsv", "performanceJson", "reportHtml"));
    ArrayNode found = answer.putArray("remarks");
    if (regression != null) {
      ((ObjectNode) answer.get("regression")).put("message", "");
    }
    if (failure != null) {
      shorten((ObjectNode) answer.get("failure"), failure.message(), answer, bytes);
    }
    if (regression != null) {
      shorten((ObjectNode) answer.get("regression"), regression.message(), answer, bytes);
    }
    for (String remark : remarks) {
      int room = bytes - Wire.bytes(Contract.write(answer)) - REMARK_OVERHEAD;
      String fitting = Wire.shortened(remark, room);
      if (!fitting.equals(remark) && Wire.bytesOf(fitting) < LEAST_REMARK) {
        break;
      }
      found.add(fitting);
    }
    return Contract.write(answer);
  }

  /** Uses the remaining room of the answer for the message of a part of it. */
  private static void shorten(ObjectNode part, String message, ObjectNode answer, int bytes) {
    part.put("message", "");
    int room = bytes - Wire.bytes(Contract.write(answer));
    part.put("message", Wire.shortened(message, room));
  }

  /**
   * The answer with the URIs for which it had no room.
   *
   * @param layout where the report's documents are
   */
  public ReportResult located(ResultLayout layout) {
    return new ReportResult(
        version,
        Objects.requireNonNullElse(performanceCsv, layout.performanceCsv().toString()),
        Objects.requireNonNullElse(performanceJson, layout.performanceJson().toString()),
        Objects.requireNonNullElse(reportHtml, layout.reportHtml().toString()),
        disagreeing,
        regression,
        remarks,
        failure,
        differing,
        outputsUnknown);
  }

  /** Whether the outputs of a run differ from the reference's. */
  public boolean differs(String variant, int nodes) {
    return differing.getOrDefault(variant, List.of()).contains(nodes);
  }

  /** The same differences as names of runs, such as {@code fat/4_nodes}. */
  @JsonIgnore
  public List<String> differingRuns() {
    return differing.entrySet().stream()
        .flatMap(
            it -> it.getValue().stream().map(nodes -> ResultLayout.runName(it.getKey(), nodes)))
        .toList();
  }

  /** Whether everything was written. */
  @JsonIgnore
  public boolean succeeded() {
    return failure == null;
  }
}
