package io.github.curvelane.examples.input;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * The text of a table, plain or gzip, which can be read more than once: from one open file,
 * whatever takes its name meanwhile.
 */
final class TableText implements Closeable {
  private static final int MARK = 4;

  private interface Bytes {
    InputStream open() throws IOException;
  }

  private final String name;
  private final Bytes bytes;
  private final Closeable source;
  private final Charset charset;

  private TableText(String name, Bytes bytes, Closeable source, Charset charset) {
    this.name = name;
    this.bytes = bytes;
    this.source = source;
    this.charset = charset;
  }

  static TableText of(Path file, String encoding) throws IOException {
    Charset charset = charset(encoding);
    SeekableByteChannel channel = Files.newByteChannel(file);
    return new TableText(
        String.valueOf(file.getFileName()), () -> fromTheBeginning(channel), channel, charset);
  }

  /** The file stays open when the stream is closed, and can be read once more. */
  private static InputStream fromTheBeginning(SeekableByteChannel channel) throws IOException {
    channel.position(0);
    return new FilterInputStream(Channels.newInputStream(channel)) {
      @Override
      public void close() {}
    };
  }

  /** Standard input is kept, as it comes only once. */
  static TableText ofStandardInput(String encoding) throws IOException {
    return of(System.in.readAllBytes(), "standard input", encoding);
  }

  static TableText of(byte[] content, String name, String encoding) {
    return new TableText(
        name, () -> new ByteArrayInputStream(content), () -> {}, charset(encoding));
  }

  private static Charset charset(String encoding) {
    if (encoding.equals("auto")) {
      return null;
    }
    try {
      return Charset.forName(encoding);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new UserException("--encoding is '" + encoding + "', which this Java does not know", e);
    }
  }

  @Override
  public void close() throws IOException {
    source.close();
  }

  /** What to call it in messages. */
  String name() {
    return name;
  }

  /** Opens the text at its beginning, after a mark of its byte order if it has one. */
  Reader open() throws IOException {
    InputStream in = new BufferedInputStream(bytes.open());
    try {
      in.mark(2);
      int magic = in.read() << 8 | in.read();
      in.reset();
      if (magic == 0x1F8B) {
        in = new BufferedInputStream(new GZIPInputStream(in, 1 << 16));
      }
      Charset read = charset(in);
      return new InputStreamReader(
          in,
          read.newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT));
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** Passes over the mark of a byte order, and returns the encoding that it or the user names. */
  private Charset charset(InputStream in) throws IOException {
    in.mark(MARK);
    byte[] first = in.readNBytes(3);
    in.reset();
    Charset marked = null;
    int length = 0;
    if (first.length == 3 && starts(first, 0xEF, 0xBB, 0xBF)) {
      marked = StandardCharsets.UTF_8;
      length = 3;
    } else if (starts(first, 0xFF, 0xFE)) {
      marked = StandardCharsets.UTF_16LE;
      length = 2;
    } else if (starts(first, 0xFE, 0xFF)) {
      marked = StandardCharsets.UTF_16BE;
      length = 2;
    }
    if (marked != null && (charset == null || charset.name().startsWith("UTF"))) {
      in.skipNBytes(length);
      return marked;
    }
    return charset == null ? StandardCharsets.UTF_8 : charset;
  }

  private static boolean starts(byte[] bytes, int... expected) {
    for (int i = 0; i < expected.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xFF) != expected[i]) {
        return false;
      }
    }
    return true;
  }

  /** Says what may be wrong with bytes that are no text. */
  String wrongEncoding() {
    return charset == null
        ? "the text is not UTF-8 (--encoding windows-1252 reads what Western spreadsheets write)"
        : "the text is not " + charset.name();
  }
}
