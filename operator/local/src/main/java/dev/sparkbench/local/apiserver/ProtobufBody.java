// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Reads objects as protocol buffers, which {@code kubectl create namespace} and similar commands
 * send. It supports only these types, and only the fields that the command sets.
 */
final class ProtobufBody {

  static final String CONTENT_TYPE = "application/vnd.kubernetes.protobuf";

  private static final int MAGIC_LENGTH = 4;

  private static final Map<Integer, Field> METADATA =
      Map.of(
          1, new Field("name", Form.TEXT),
          3, new Field("namespace", Form.TEXT),
          11, new Field("labels", Form.TEXTS),
          12, new Field("annotations", Form.TEXTS));

  private static final Field OWN_METADATA = new Field("metadata", Form.METADATA);

  private static final Map<String, Map<Integer, Field>> FIELDS_BY_KIND =
      Map.of(
          "Namespace",
          Map.of(1, OWN_METADATA),
          "ServiceAccount",
          Map.of(1, OWN_METADATA),
          "ConfigMap",
          Map.of(
              1, OWN_METADATA,
              2, new Field("data", Form.TEXTS),
              3, new Field("binaryData", Form.BINARIES)),
          "Secret",
          Map.of(
              1, OWN_METADATA,
              2, new Field("data", Form.BINARIES),
              3, new Field("type", Form.TEXT)));

  private enum Form {
    TEXT,
    TEXTS,
    BINARIES,
    METADATA
  }

  private record Field(String name, Form form) {}

  private ProtobufBody() {}

  /** The object as JSON. */
  static ObjectNode read(byte[] body) {
    try {
      UnknownFieldSet envelope =
          UnknownFieldSet.parseFrom(
              ByteString.copyFrom(body).substring(Math.min(MAGIC_LENGTH, body.length)));
      UnknownFieldSet type = UnknownFieldSet.parseFrom(last(envelope, 1));
      String kind = last(type, 2).toStringUtf8();
      if (!FIELDS_BY_KIND.containsKey(kind)) {
        throw ApiException.unsupportedMediaType(CONTENT_TYPE, "application/json");
      }
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      object.put("apiVersion", last(type, 1).toStringUtf8()).put("kind", kind);
      copy(last(envelope, 2), FIELDS_BY_KIND.get(kind), object);
      return object;
    } catch (InvalidProtocolBufferException e) {
      throw ApiException.badRequest("the body is not a protocol buffer: " + e.getMessage());
    }
  }

  private static void copy(ByteString from, Map<Integer, Field> fields, ObjectNode to)
      throws InvalidProtocolBufferException {
    UnknownFieldSet message = UnknownFieldSet.parseFrom(from);
    for (Map.Entry<Integer, Field> entry : fields.entrySet()) {
      Field field = entry.getValue();
      for (ByteString value : values(message, entry.getKey())) {
        switch (field.form()) {
          case TEXT -> to.put(field.name(), value.toStringUtf8());
          case METADATA -> copy(value, METADATA, to.putObject(field.name()));
          case TEXTS, BINARIES -> {
            UnknownFieldSet pair = UnknownFieldSet.parseFrom(value);
            to.withObjectProperty(field.name())
                .put(last(pair, 1).toStringUtf8(), text(field.form(), last(pair, 2)));
          }
        }
      }
    }
  }

  private static String text(Form form, ByteString value) {
    return form == Form.TEXTS
        ? value.toStringUtf8()
        : Base64.getEncoder().encodeToString(value.toByteArray());
  }

  private static ByteString last(UnknownFieldSet message, int number) {
    return values(message, number).stream().reduce(ByteString.EMPTY, (first, last) -> last);
  }

  private static List<ByteString> values(UnknownFieldSet message, int number) {
    return message.getField(number).getLengthDelimitedList();
  }
}
