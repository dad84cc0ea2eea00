package io.larder.cache.method;

/** What an application's module has to declare for what this library does in its packages. */
final class ModuleAdvice {

  private ModuleAdvice() {}

  /** Returns the line that opens the package of a class to this library, and where to add it. */
  static String opens(Class<?> type) {
    Module own = ModuleAdvice.class.getModule();
    return "add 'opens "
        + type.getPackageName()
        + (own.isNamed() ? " to " + own.getName() : "")
        + ";' to the module-info of "
        + type.getModule().getName();
  }
}
