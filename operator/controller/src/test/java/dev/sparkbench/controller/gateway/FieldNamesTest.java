// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A field that a request does not have is answered with the one that was probably meant. */
class FieldNamesTest {

  private static final String UNKNOWN = "is no field of a request; ";

  private final RequestSchema schema = new RequestSchema();

  /** Pointers to all fields, also those of a list's first item. */
  static Stream<String> fields() {
    List<String> fields = new ArrayList<>();
    collect("", Conformity.DOCUMENT.at("/components/schemas/JobRequest"), fields);
    assertThat(fields).contains("/s3_path", "/job_config/sql/tables/0/bad_records");
    return fields.stream();
  }

  private static void collect(String pointer, JsonNode part, List<String> fields) {
    JsonNode schema =
        part.has("$ref") ? Conformity.DOCUMENT.at(part.get("$ref").textValue().substring(1)) : part;
    if (schema.has("items")) {
      collect(pointer + "/0", schema.get("items"), fields);
    }
    for (var field : schema.path("properties").properties()) {
      fields.add(pointer + "/" + field.getKey());
      collect(pointer + "/" + field.getKey(), field.getValue(), fields);
    }
  }

  @ParameterizedTest
  @MethodSource("fields")
  void otherSpellingsFindTheField(String pointer) {
    FieldPath field = FieldPath.ofPointer(pointer);
    String name = field.name();
    String camel =
        Pattern.compile("_(.)")
            .matcher(name)
            .replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT));
    for (String spelling :
        List.of(
            camel,
            camel.substring(0, 1).toUpperCase(Locale.ROOT) + camel.substring(1),
            name.replace("_", ""),
            name.replace("_", "-"),
            name.toUpperCase(Locale.ROOT))) {
      if (!spelling.equals(name)) {
        assertThat(messages(field.parent().child(spelling)))
            .as(spelling)
            .containsExactly(UNKNOWN + "did you mean %s?".formatted(field));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/nodes,                          node_list",
    "/nodelist,                       node_list",
    "/s3_pth,                         s3_path",
    "/path,                           s3_path",
    "/config,                         job_config",
    "/mesurement,                     measurement",
    "/measurement/iteration,          measurement.iterations",
    "/measurement/warmup_seconds,     measurement.max_warmup_seconds",
    "/dataset/bad_record,             dataset.bad_records",
    "/job_config/sql/tabels,          job_config.sql.tables",
    "/job_config/sql/queries/0/txet,  job_config.sql.queries[0].text",
    "/timeouts/start_secs,            timeouts.start_seconds",
    // The field of another object.
    "/iterations,                     measurement.iterations",
    "/tasks,                          job_config.tasks",
    "/dataset/s3Path,                 s3_path",
    "/measurement/runSeconds,         timeouts.run_seconds"
  })
  void theFieldThatWasMeantIsNamed(String pointer, String meant) {
    assertThat(messages(FieldPath.ofPointer(pointer)))
        .containsExactly(UNKNOWN + "did you mean %s?".formatted(meant));
  }

  /** The last two could be several fields. */
  @ParameterizedTest
  @ValueSource(strings = {"/nonsense", "/image", "/dataset/nonsense", "/job", "/queries"})
  void nothingIsSuggestedForANameThatIsNotSimilarToOne(String pointer) {
    assertThat(messages(FieldPath.ofPointer(pointer)))
        .containsExactly(UNKNOWN + "remove it, or give it its right name");
  }

  @Test
  void keysOfMapsAreNoFields() {
    assertThat(messages(FieldPath.ofPointer("/dataset/options/s3Path"))).isEmpty();
  }

  /** What is said about the only field of a request. */
  private List<String> messages(FieldPath field) {
    JsonNode value = Json.MAPPER.createObjectNode().textNode("x");
    for (int i = field.steps().size() - 1; i >= 0; i--) {
      String step = field.steps().get(i);
      value =
          step.equals("0")
              ? Json.MAPPER.createArrayNode().add(value)
              : Json.MAPPER.createObjectNode().set(step, value);
    }
    return schema.check((ObjectNode) value).stream()
        .filter(finding -> finding.field().equals(field))
        .map(RequestSchema.Finding::message)
        .toList();
  }
}
