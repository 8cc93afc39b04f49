// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * How a request is written into an environment variable: as it is, for people who look at the pod,
 * or, where it is large, compressed by gzip and in Base64. JSON begins with a brace, which Base64
 * does not have.
 */
public final class RequestText {

  /** What Linux lets a process have in one variable, its name and the end included, in bytes. */
  public static final int LARGEST_VARIABLE = 131_072;

  /** What is shorter, in bytes, is not compressed. */
  private static final int LARGEST_PLAIN = 65_536;

  /** No request that a Kubernetes resource can ask for is longer, in bytes. */
  private static final int LONGEST = 16 * 1024 * 1024;

  private RequestText() {}

  /**
   * The value of the variable. A request of version 1 is compressed only if it would not fit
   * otherwise, because runners of the first release cannot read it then.
   */
  public static String of(String variable, Versioned request) {
    String json = Contract.write(request);
    int largest =
        request.version() == Contract.VERSION
            ? LARGEST_VARIABLE - size(variable, "")
            : LARGEST_PLAIN;
    return bytes(json) <= largest ? json : compressed(json);
  }

  /** What a variable with that value takes, in bytes: its name, '=', the value and the end. */
  public static int size(String variable, String value) {
    return bytes(variable) + 1 + bytes(value) + 1;
  }

  /**
   * The request in a variable's value, as JSON.
   *
   * @throws IllegalArgumentException if it cannot be decompressed
   */
  public static String json(String value) {
    if (value.isBlank() || value.stripLeading().startsWith("{")) {
      return value;
    }
    try (InputStream compressed =
        new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(value.strip())))) {
      byte[] json = compressed.readNBytes(LONGEST + 1);
      if (json.length > LONGEST) {
        throw new IllegalArgumentException(
            "not a request: longer than %d bytes".formatted(LONGEST));
      }
      return new String(json, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "not a request: neither JSON nor compressed by gzip and in Base64", e);
    }
  }

  private static String compressed(String json) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream gzip = new BestGzip(compressed)) {
      gzip.write(json.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("cannot write into memory", e);
    }
    return Base64.getEncoder().encodeToString(compressed.toByteArray());
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Takes its time, which is short. */
  private static final class BestGzip extends GZIPOutputStream {
    BestGzip(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}
