// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/**
 * An encoding with which invalid bytes can be detected. With Java's own encodings, invalid bytes
 * become a character that texts may also contain. This encoding replaces them by a Unicode
 * noncharacter, so that records with it can be found. Spark finds the encoding by its name, in the
 * executors too. It is slower than Java's own, so it is used only for data that has Java's
 * replacement character.
 */
public final class StrictCharset extends Charset {

  /** The replacement of invalid bytes. */
  static final char MARK = '\uFDD0';

  /** Java's replacement, which texts may contain too. */
  static final char JAVAS_MARK = '\uFFFD';

  /** This control character is not allowed in JSON, so Spark's parser refuses the record. */
  private static final char MARK_IN_JSON = '\0';

  static final String PREFIX = "strict-";
  static final String JSON_PREFIX = "strict-json-";

  private final Charset charset;
  private final char mark;

  StrictCharset(String name, Charset charset) {
    super(name, new String[0]);
    this.charset = charset;
    this.mark = name.startsWith(JSON_PREFIX) ? MARK_IN_JSON : MARK;
  }

  static Charset of(Charset charset) {
    return new StrictCharset(PREFIX + charset.name(), charset);
  }

  @Override
  public boolean contains(Charset other) {
    return charset.contains(other);
  }

  @Override
  public CharsetDecoder newDecoder() {
    return new Decoder(this, charset.newDecoder(), mark);
  }

  @Override
  public CharsetEncoder newEncoder() {
    return charset.newEncoder();
  }

  private static final class Decoder extends CharsetDecoder {

    private final CharsetDecoder decoder;

    Decoder(Charset charset, CharsetDecoder decoder, char mark) {
      super(charset, decoder.averageCharsPerByte(), decoder.maxCharsPerByte());
      this.decoder =
          decoder
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT);
      replaceWith(String.valueOf(mark));
    }

    @Override
    protected CoderResult decodeLoop(ByteBuffer in, CharBuffer out) {
      return decoder.decode(in, out, false);
    }

    @Override
    protected CoderResult implFlush(CharBuffer out) {
      CoderResult end = decoder.decode(ByteBuffer.allocate(0), out, true);
      return end.isUnderflow() ? decoder.flush(out) : end;
    }

    @Override
    protected void implReset() {
      decoder.reset();
    }
  }
}
