package dev.sparkbench.api.contract;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The report pod's whole answer.
 *
 * @param version the contract's version
 * @param performanceCsv {@code s3://} URI of the table; null after a failure
 * @param performanceJson {@code s3://} URI of the same as JSON; null after a failure
 * @param reportHtml {@code s3://} URI of the page for people; null after a failure
 * @param disagreeing the node counts whose outputs differ from the baseline's
 * @param regression whether it is slower than the last benchmark of the same job
 * @param remarks what the report found that people should know, most important first: sentences
 *     without a full stop; at most {@value #MAX_REMARKS} of at most {@value #MAX_REMARK_LENGTH}
 *     characters
 * @param failure what went wrong; null after a success
 */
public record ReportResult(
    int version,
    String performanceCsv,
    String performanceJson,
    String reportHtml,
    List<Integer> disagreeing,
    Regression regression,
    List<String> remarks,
    Failure failure)
    implements Versioned {

  /** More would not be read. */
  public static final int MAX_REMARKS = 3;

  /** Longer ones end in an ellipsis. */
  public static final int MAX_REMARK_LENGTH = 200;

  /** Copies the lists, null is empty, and shortens the remarks. */
  public ReportResult {
    disagreeing = disagreeing == null ? List.of() : List.copyOf(disagreeing);
    remarks =
        remarks == null
            ? List.of()
            : remarks.stream().limit(MAX_REMARKS).map(ReportResult::shortened).toList();
  }

  /** The answer of a report that could not be written. */
  public static ReportResult failed(Failure failure) {
    return new ReportResult(Contract.VERSION, null, null, null, null, null, null, failure);
  }

  /**
   * This answer as JSON of at most {@value Contract#MAX_TERMINATION_MESSAGE_BYTES} bytes; without
   * remarks if it would be longer, as they are also in the report itself.
   */
  public String toTerminationMessage() {
    String json = Contract.write(this);
    return json.getBytes(StandardCharsets.UTF_8).length <= Contract.MAX_TERMINATION_MESSAGE_BYTES
        ? json
        : Contract.write(withoutRemarks());
  }

  private ReportResult withoutRemarks() {
    return new ReportResult(
        version,
        performanceCsv,
        performanceJson,
        reportHtml,
        disagreeing,
        regression,
        null,
        failure);
  }

  private static String shortened(String remark) {
    return remark.length() <= MAX_REMARK_LENGTH
        ? remark
        : remark.substring(0, MAX_REMARK_LENGTH - 1) + "…";
  }

  /** Whether everything was written. */
  @JsonIgnore
  public boolean succeeded() {
    return failure == null;
  }
}
