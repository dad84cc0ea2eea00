package io.larder.cache;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The note on a page whose body the cache itself has encoded: {@code coding:gzip 61440}.
 *
 * @param token the content coding
 * @param length the length of the body before, in bytes; less than 0 if the note cannot be read
 */
record Coding(String token, int length) {

  private static final String KIND = "coding:";

  /** The first note of this kind; null if there is none. */
  static @Nullable Coding of(List<String> notes) {
    for (int i = 0; i < notes.size(); i++) {
      String note = notes.get(i);
      if (note.startsWith(KIND)) {
        int space = note.indexOf(' ');
        return space < 0
            ? new Coding("", -1)
            : new Coding(note.substring(KIND.length(), space), number(note.substring(space + 1)));
      }
    }
    return null;
  }

  private static int number(String text) {
    return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
  }

  /** Notes without those of this kind. */
  static List<String> without(List<String> notes) {
    return notes.stream().filter(note -> !note.startsWith(KIND)).toList();
  }

  /** This as a note. */
  String note() {
    return KIND + token + " " + length;
  }
}
