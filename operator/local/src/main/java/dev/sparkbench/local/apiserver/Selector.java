// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Label and field selectors, as in the query of a list or a watch. */
final class Selector {

  private static final Pattern SET_BASED = Pattern.compile("(\\S+)\\s+(in|notin)\\s*\\(([^)]*)\\)");

  private static final Pattern COMMA_OUTSIDE_PARENTHESES = Pattern.compile(",(?![^(]*\\))");

  private Selector() {}

  static Predicate<JsonNode> of(ApiRequest request) {
    List<Predicate<JsonNode>> terms = new ArrayList<>();
    request.parameter("labelSelector").ifPresent(text -> terms.addAll(parse(text, true)));
    request.parameter("fieldSelector").ifPresent(text -> terms.addAll(parse(text, false)));
    return object -> terms.stream().allMatch(term -> term.test(object));
  }

  private static List<Predicate<JsonNode>> parse(String text, boolean labels) {
    return COMMA_OUTSIDE_PARENTHESES
        .splitAsStream(text)
        .map(String::trim)
        .map(term -> labels ? label(term) : field(term))
        .toList();
  }

  private static Predicate<JsonNode> label(String term) {
    Matcher set = SET_BASED.matcher(term);
    if (set.matches()) {
      Set<String> values =
          Arrays.stream(set.group(3).split(",")).map(String::trim).collect(Collectors.toSet());
      boolean in = set.group(2).equals("in");
      return object -> {
        JsonNode value = labelOf(object, set.group(1));
        return in == (!value.isMissingNode() && values.contains(value.asText()));
      };
    }
    if (term.contains("=")) {
      return comparison(term, Selector::labelOf);
    }
    return term.startsWith("!")
        ? object -> labelOf(object, term.substring(1).trim()).isMissingNode()
        : object -> !labelOf(object, term).isMissingNode();
  }

  private static Predicate<JsonNode> field(String term) {
    if (!term.contains("=")) {
      throw ApiException.badRequest(
          "field selector '%s' is not of the form field=value or field!=value".formatted(term));
    }
    return comparison(
        term,
        (object, path) -> {
          JsonNode value = object.at("/" + path.replace('.', '/'));
          return value.isMissingNode() ? TextNode.valueOf("") : value;
        });
  }

  private static Predicate<JsonNode> comparison(String term, Lookup lookup) {
    boolean negative = term.contains("!=");
    String[] sides = term.split(negative ? "!=" : "==?", 2);
    String name = sides[0].trim();
    String expected = sides[1].trim();
    return object -> {
      JsonNode value = lookup.find(object, name);
      // A missing label does not equal any value, not even the empty text.
      return negative == (value.isMissingNode() || !value.asText().equals(expected));
    };
  }

  private static JsonNode labelOf(JsonNode object, String name) {
    return object.path("metadata").path("labels").path(name);
  }

  private interface Lookup {
    JsonNode find(JsonNode object, String name);
  }
}
