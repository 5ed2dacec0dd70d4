// The tokens that Tailwind's classes are made of. Their values, light and dark, are CSS
// variables in views/css/tokens.css; nothing else in Foyer names a colour.
const token = (name) => `var(--${name})`;

/** @type {import("tailwindcss").Config} */
export default {
  theme: {
    colors: {
      transparent: "transparent",
      current: "currentColor",
      canvas: token("canvas"),
      surface: token("surface"),
      sunken: token("sunken"),
      plate: token("plate"),
      line: token("line"),
      control: token("control"),
      ink: token("ink"),
      soft: token("soft"),
      accent: {
        DEFAULT: token("accent"),
        strong: token("accent-strong"),
        wash: token("accent-wash"),
        ink: token("accent-ink"),
      },
      paid: { DEFAULT: token("paid"), wash: token("paid-wash") },
      unpaid: { DEFAULT: token("unpaid"), wash: token("unpaid-wash") },
      partly: { DEFAULT: token("partly"), wash: token("partly-wash") },
      overdue: { DEFAULT: token("overdue"), wash: token("overdue-wash"), line: token("overdue-line") },
    },
    fontSize: {
      sm: ["0.875rem", "1.25rem"],
      base: ["1rem", "1.5rem"],
      lg: ["1.25rem", "1.75rem"],
      xl: ["1.75rem", "2.125rem"],
    },
    fontWeight: { normal: "400", semibold: "600" },
    borderRadius: { sm: "0.25rem", DEFAULT: "0.375rem", lg: "0.625rem", full: "9999px" },
    extend: {
      maxWidth: { page: "70rem", sheet: "54rem", reading: "70ch" },
    },
  },
};
