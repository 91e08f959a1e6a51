-- Does in Neovim what an editor does by hand, and prints each step.
local buffer = vim.api.nvim_get_current_buf()

local function say(words)
  io.stderr:write("step: " .. words .. "\n")
end

local function wait(what, condition)
  if not vim.wait(500000, condition, 20) then
    io.stderr:write("gave up waiting for " .. what .. "\n")
    vim.cmd("cquit! 1")
  end
end

local function run()
  wait("the start", function()
    return #vim.lsp.get_active_clients() == 1
  end)
  local client = vim.lsp.get_active_clients()[1].id

  local function mistakes()
    return vim.diagnostic.get(buffer)
  end
  wait("a mistake", function()
    return #mistakes() == 1
  end)
  say("a mistake shows: " .. vim.split(mistakes()[1].message, "\n")[1])

  -- The cursor goes to the mistake, and the first quick fix is taken.
  vim.diagnostic.goto_next()
  local range = vim.lsp.util.make_range_params()
  range.context = { diagnostics = vim.lsp.diagnostic.get_line_diagnostics(buffer) }
  local answers = vim.lsp.buf_request_sync(buffer, "textDocument/codeAction", range, 500000)
  local action = answers[client].result[1]
  vim.lsp.util.apply_workspace_edit(action.edit, "utf-16")
  say("it is mended by: " .. action.title)
  wait("the mended text", function()
    return #mistakes() == 0
  end)
  say("no mistake is left")

  -- Types ", slumb" into the list, and asks for completion.
  local line = vim.fn.search("^topics:")
  vim.fn.setline(line, "topics: [back, slumb]")
  vim.fn.cursor(line, #"topics: [back, slumb")
  local asked = vim.lsp.util.make_position_params()
  asked.position.character = asked.position.character + 1
  answers = vim.lsp.buf_request_sync(buffer, "textDocument/completion", asked, 500000)
  local item = answers[client].result.items[1]
  vim.lsp.util.apply_text_edits({ item.textEdit }, buffer, "utf-16")
  say("a topic is completed by its other name: " .. item.label)

  vim.fn.cursor(line, #"topics: [back, sl")
  answers = vim.lsp.buf_request_sync(
    buffer, "textDocument/definition", vim.lsp.util.make_position_params(), 500000)
  local uri = answers[client].result.uri
  say("the definition is in " .. vim.fn.fnamemodify(vim.uri_to_fname(uri), ":."))

  vim.cmd("write")
  say("saved")
  vim.lsp.stop_client(client)
  wait("the end", function()
    return #vim.lsp.get_active_clients() == 0
  end)
  vim.cmd("qall!")
end

local is_well, problem = pcall(run)
if not is_well then
  io.stderr:write(tostring(problem) .. "\n")
  vim.cmd("cquit! 1")
end
