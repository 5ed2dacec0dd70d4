package views

// dateField is a day of a filter. One that can't be read is shown as it was typed, which an
// input for days would not do.
func dateField(name, label, typed, message string) drawn {
	return func(s *sheet) {
		s.put(`<div class="field"><label`)
		s.attr("for", name)
		s.put(`>`)
		s.text(label)
		s.put(`</label> <input`)
		s.attr("id", name)
		s.attr("name", name)
		s.attr("value", typed)
		if message == "" {
			s.put(` type="date"`)
		} else {
			s.put(` type="text" aria-invalid="true"`)
			s.attr("aria-describedby", name+"-error")
		}
		s.put(` min="1970-01-01" max="2199-12-31">`)
		s.fieldMessage(name+"-error", message)
		s.put(`</div>`)
	}
}

// FieldMessage stands under a field; the field refers to it by id.
func FieldMessage(id, message string) drawn { return func(s *sheet) { s.fieldMessage(id, message) } }

func (s *sheet) fieldMessage(id, message string) {
	if message == "" {
		return
	}
	s.put(`<p`)
	s.attr("id", id)
	s.put(` class="field-error">`)
	s.text(message)
	s.put(`</p>`)
}
