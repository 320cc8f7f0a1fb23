(()=>{var tt="http://www.w3.org/2000/svg";function a(t,e={},...n){return ae(document.createElement(t),e,n)}function S(t,e={},...n){return ae(document.createElementNS(tt,t),e,n)}function k(t){let e=S("path",{d:t});return S("svg",{class:"icon",viewBox:"0 0 24 24","aria-hidden":"true",focusable:"false"},e)}function p(t,e,n={}){return a("button",{type:"button",onclick:e,...n},t)}function Y(t){return a("span",{class:"unseen"},t)}function ae(t,e,n){for(let[s,i]of Object.entries(e))s.startsWith("on")?t.addEventListener(s.slice(2),i):i!=null&&i!==!1&&t.setAttribute(s,i===!0?"":i);return t.append(...n.flat().filter(s=>s!=null&&s!==!1)),t}var N=class extends Error{constructor(e,n=null){super(`status ${e}`),this.status=e,this.turn=n}},O=class{#t;constructor(e){this.#t=`${e}/channels/web`}async begin(){return(await(await this.#e("POST","/session")).json()).token}async post(e,n){return(await(await this.#e("POST","/messages",{token:e,body:n})).json()).message}async end(e){await this.#e("DELETE","/session",{token:e})}async poll(e,n,s,i){let o=`/poll?after=${n}&wait=${s}`;return(await(await this.#e("GET",o,{token:e,signal:i,patience:(s+10)*1e3})).json()).events}async events(e,n,s){return(await this.#e("GET",`/events?after=${n}`,{token:e,signal:s,patience:0})).body}async#e(e,n,{token:s,body:i,signal:o,patience:r=1e4}={}){let l={};s&&(l.Authorization=`Bearer ${s}`),i&&(l["Content-Type"]="application/json");let c=new AbortController,d=()=>c.abort();o?.addEventListener("abort",d);let h=r&&setTimeout(d,r),f;try{f=await fetch(this.#t+n,{method:e,headers:l,body:i&&JSON.stringify(i),signal:c.signal,credentials:"omit",cache:"no-store",referrerPolicy:"no-referrer"})}catch{throw new N(0)}finally{clearTimeout(h)}if(f.ok)return f;throw new N(f.status,(await f.json().catch(()=>({}))).turn)}};async function*re(t){let e=t.getReader(),n=new TextDecoder,s="";try{for(;;){let{value:i,done:o}=await e.read();if(o)return;s+=n.decode(i,{stream:!0});let r=s.split(/\r?\n\r?\n/);s=r.pop();for(let l of r)yield nt(l)}}finally{e.cancel().catch(()=>{})}}function nt(t){let e=t.split(/\r?\n/).filter(n=>n.startsWith("data:"));return e.length?JSON.parse(e.map(n=>n.slice(5).trimStart()).join(`
`)):null}var st=8e3,it=4e4,ot=25,at=1e4,rt=5e3,L=class{#t;#e;#n=null;#i=!1;#s=0;constructor(e,n){this.#t=e,this.#e=n}start(){this.#n||(this.#n=new AbortController,this.#o(this.#n.signal))}stop(){this.#n?.abort(),this.#n=null}again(){this.#n&&(this.stop(),this.start())}async#o(e){let n=0;for(;!e.aborted;){let s=Date.now();try{await(this.#i?this.#a(e):this.#r(e)),n=0,!this.#i&&Date.now()-s<rt&&await le(1e3,e)}catch(i){if(e.aborted||this.#e.failed(i))return;n=Math.min(at,Math.max(500,n*2)),await le(n*(.75+Math.random()/2),e)}}}async#a(e){let n=await this.#t.poll(this.#e.token(),this.#e.after(),ot,e);e.aborted||(this.#e.reached(),n.forEach(s=>this.#e.reply(s)))}async#r(e){let n=new AbortController,s=()=>n.abort();e.addEventListener("abort",s);let i=!1,o=setTimeout(s,st);try{let r=await this.#t.events(this.#e.token(),this.#e.after(),n.signal);for await(let l of re(r)){if(e.aborted)return;clearTimeout(o),o=setTimeout(s,it),i=!0,this.#s=0,this.#e.reached(),l&&this.#e.reply(l)}}catch(r){throw this.#i=r.status===429||!i&&n.signal.aborted&&++this.#s>1,r}finally{clearTimeout(o),e.removeEventListener("abort",s)}}};function le(t,e){return new Promise(n=>{let s=setTimeout(n,t);e.addEventListener("abort",()=>(clearTimeout(s),n()),{once:!0})})}var ce=[500,1500,4e3],w="sending",D="sent",$="failed",M=class{#t;#e;#n=!1;constructor(e,n){this.#t=e,this.#e=n}async flush(){if(!this.#n){this.#n=!0;try{for(let e=this.#e.next();e;e=this.#e.next())await this.#i(e)}finally{this.#n=!1}}}async#i(e){for(let n=0;;n++){let s=null;try{return s=await this.#e.token(),this.#e.next()!==e?void 0:this.#e.sent(e,await this.#t.post(s,e.body),s)}catch(i){if(i.turn)return this.#e.refused(e,i.turn);if(!lt(i.status)||!navigator.onLine||n>=ce.length)return this.#e.failed(e,i);i.status===401?this.#e.lost(s):await new Promise(o=>setTimeout(o,ce[n]))}}}};function lt(t){return t===0||t===401||t===429||t>=500}var I=class{#t;#e;#n=null;constructor(e,n){this.#t=e,this.#e=n}get token(){return this.#e.data.token}async begun(){let{data:e}=this.#e;if(e.token)return e.token;this.#n??=this.#t.begin().finally(()=>this.#n=null);let n=await this.#n;return n!==e.token&&Object.assign(e,{token:n,after:0}),this.#e.save(),e.token}lost(e){let{data:n}=this.#e;return e!==n.token?!1:(Object.assign(n,{token:null,after:0}),!0)}ended(){return this.token?this.end(this.token):!0}async end(e){try{return await this.#t.end(e),!0}catch(n){return n.status===401}}};var V={professional:1,urgent:2,emergency:3};function j(t,e){return(V[t]??0)>(V[e]??0)}function de({level:t,alerts:e},n){if(!(n.level in V))return{level:null,alerts:{}};let s={...e};for(let o of Object.keys(s))j(o,n.level)&&delete s[o];if(n.outcome.startsWith("escalate:")){let o=n.replies.find(l=>l.card?.type==="red_flag"),r=o?.card.level??n.level;o&&!j(r,n.level)&&(s[r]=o.text),s[n.level]||(s[n.level]=n.replies[0].text)}return{level:n.level!=="professional"||s.professional?n.level:null,alerts:s}}function he(t){let e=t.split(/(?<=[.!?])\s+/),n=0;return e.forEach((s,i)=>{/\d{3}|\b(?:call|ring|numbers?)\b/i.test(s)&&i<=Math.max(n+1,2)&&(n=i)}),[e.slice(0,n+1).join(" "),e.slice(n+1).join(" ")]}var P=class{#t;#e;constructor(e){this.#t=`ankle-assistant ${e}`,this.#e=ct();let n=null;try{n=JSON.parse(this.#e?.getItem(this.#t)??"null")}catch{}this.data=Array.isArray(n?.entries)?{...J(),...n}:J()}save(){this.data.entries.splice(0,this.data.entries.length-200);try{this.#e?.setItem(this.#t,JSON.stringify(this.data))}catch{}}clear(){this.data={...J(),open:this.data.open},this.save()}};function J(){return{token:null,after:0,entries:[],marks:{},alerts:{},level:null,open:!1}}function ct(){try{return window.sessionStorage}catch{return null}}var dt="hello",ue=6e4,R=class{#t;#e;#n;#i;#s;#o=!1;#a=0;#r;constructor(e,n){this.#t=new P(e),this.#s=n;let s=new O(e);this.#e=new I(s,this.#t),this.#i=new M(s,{token:()=>this.#e.begun(),next:()=>this.entries.find(i=>i.state===w),sent:(i,o,r)=>this.#g(i,o,r),refused:(i,o)=>this.#h(i,o),failed:(i,o)=>this.#b(i,o),lost:i=>this.#x(i)}),this.#n=new L(s,{token:()=>this.#e.token,after:()=>this.#t.data.after,reply:i=>this.#l(i),reached:()=>this.#u(),failed:i=>this.#k(i)})}get entries(){return this.#t.data.entries}get alert(){let{level:e,alerts:n}=this.#t.data;return e&&[e,n[e]??""]}get open(){return this.#t.data.open}set open(e){this.#t.data.open=e,this.#t.save()}mark(e){return this.#t.data.marks[e]}setMark(e,n){this.#t.data.marks[e]=n,this.#t.save()}watch(){this.#o=!0,this.entries.length||this.#d({kind:"user",hidden:!0,state:w,text:dt}),this.#v(),this.#s.reach(navigator.onLine?"ok":"offline"),this.#c(),this.#m()}rest(){this.#o=!1,this.#n.stop()}online(e){this.#a=0,this.#s.reach(e?"ok":"offline"),e&&(this.#v(),this.#n.again())}say(e,n=e){this.#d({kind:"user",state:w,text:n},{text:e})}choose(e,n){this.#d({kind:"user",state:w,text:n},{choice:e})}retry(e){Object.assign(e,{state:w,refused:!1}),this.#p(e),this.#i.flush()}async clear(){return await this.#e.ended()?(this.#n.stop(),this.forget(),this.watch(),!0):!1}forget(){this.#t.clear(),this.#s.cleared(),this.#s.alerted()}#d(e,n={text:e.text}){let s=H();Object.assign(e,{key:s,body:{id:s,...n}}),this.entries.push(e),this.#t.save(),this.#s.added(e),this.#i.flush(),this.#m()}#g(e,n,s){if(s!==this.#e.token)return this.#e.end(s);Object.assign(e,{state:D,message:n,at:Date.now()}),e.answered=this.entries.some(i=>i.kind==="bot"&&i.message===n),this.#p(e),this.#u(),this.#c()}#c(){this.#o&&this.#e.token&&this.#n.start()}#h(e,n){Object.assign(e,{state:$,refused:!0}),this.#p(e);let{level:s}=this.#t.data,i=j(s,n.level)?{...n,level:s,outcome:""}:n;this.#f({kind:"bot",key:H(),turn:i})}#b(e,n){e.state=$,e.final=n.status>=400&&n.status<500&&![401,429].includes(n.status),this.#p(e),this.#s.reach(n.status===403?"refused":navigator.onLine?"unreachable":"offline")}#l({number:e,message:n,turn:s}){if(e<=this.#t.data.after)return;this.#t.data.after=e;let i=this.entries.find(o=>o.kind==="user"&&o.message===n);i&&(i.answered=!0),this.#f({kind:"bot",key:H(),message:n,turn:s})}#f(e){Object.assign(this.#t.data,de(this.#t.data,e.turn)),this.entries.push(e),this.#t.save(),this.#s.alerted(),this.#m(),this.#s.added(e)}#u(){this.#a=0,this.#s.reach("ok"),this.#v()}#k(e){return e.status===401?(this.#x(this.#e.token),!0):(e.status===403?this.#s.reach("refused"):(++this.#a>1||!navigator.onLine)&&this.#s.reach(navigator.onLine?"unreachable":"offline"),e.status===403)}#x(e){if(!this.#e.lost(e))return;this.#n.stop();for(let s of this.entries)s.state===D&&!s.answered&&(s.state=$);let n={kind:"note",key:H()};this.entries.push(n),this.#t.save(),this.#s.added(n),this.#e.begun().then(()=>this.#o&&this.watch(),s=>this.#k(s))}#v(){for(let e of this.entries)e.state===$&&!e.final&&!e.refused&&(e.state=w,this.#p(e));this.#i.flush()}#p(e){this.#t.save(),this.#s.updated(e),this.#m()}#m(){let e=Date.now()-ue,n=this.entries.some(s=>s.state===D&&!s.answered&&s.at>e);this.#s.waiting(n),clearTimeout(this.#r),n&&(this.#r=setTimeout(()=>this.#m(),ue))}};function H(){let t=crypto.getRandomValues(new Uint8Array(12));return Array.from(t,e=>e.toString(16).padStart(2,"0")).join("")}var ht={direction:"ltr",launcher:"Ask about ankle pain",title:"Hamstring–ankle assistant",subtitle:"Automated, not a person",close:"Close",clear:"Delete this conversation",clearAsk:"Delete this conversation, here and on the server? This cannot be undone.",clearYes:"Delete",clearNo:"Keep it",clearFailed:"It could not be deleted just now. Please try again.",log:"Conversation",you:"You said:",bot:"Assistant said:",box:"Your message",placeholder:"Type your question",send:"Send",left:t=>`${t} letters left`,over:t=>`${t} letters too many. Please shorten it.`,lasting:"General information, not a diagnosis.",person:"Talk to a person",writing:"The assistant is writing",sending:"Sending",notSent:"Not sent.",waits:"Not sent yet. It goes out when you are back online.",retry:"Try again",offline:"You are offline. In an emergency, call your emergency number.",unreachable:"The assistant cannot be reached. Trying again. In an emergency, call your emergency number.",refused:"This web site is not allowed to use the assistant.",fresh:"The conversation before this could not go on. I no longer know what was said in it.",choices:"Choices",unhelpful:"That didn’t help",source:"Source",sources:t=>`Sources (${t})`,question:(t,e)=>`Question ${t} of ${e}`,back:"Back",stop:"Stop the questions",why:"Why do you ask?",many:"Tick all that apply",manySend:"Send answer",manyNone:"Please tick at least one.",least:"no pain",most:"worst pain",scale:"Pain from 0 to 10",fits:"fit tightness",shared:"fit other causes too",against:"do not fit",open:"not answered",answers:"Your answers",change:"Change my answers",exercise:(t,e)=>`Exercise ${t} of ${e}`,drawing:t=>`Drawing: ${t}`,steps:"Steps",dose:"How much",feel:"What to feel",timer:"Hold timer",start:"Start timer",pause:"Pause timer",resume:"Resume timer",reset:"Reset timer",ready:"Get ready",rest:"Change over",first:"First side",other:"Other side",hold:"Hold",round:"Round",part:(t,e,n)=>`${t}, ${e} of ${n}`,seconds:t=>`${t} seconds`,finished:"All holds done.",routine:t=>`Your routine, week ${t}`,strength:"For strength",leftOut:"Left out for you",days:t=>`${t} days a week`,ticked:(t,e)=>`${t} of ${e} done`,progress:"Pain after each session",session:"Session",day:"Day",pain:"Pain",untold:"not told",table:"Show as a table",emergency:"Emergency",urgent:"Urgent: get help today",professional:"Book to be seen",advice:"What else to do",summary:"Summary for a clinician",copy:"Copy",copied:"Copied",copyFailed:"Could not copy",print:"Print",asText:"Save as text",asPage:"Save as page",raised:"Danger signs raised in this chat",none:"none",match:"Answers match",version:"rule version"},ut={direction:"ltr",launcher:"Fragen zum Knöchel?",title:"Knöchel-Assistent",subtitle:"Automatisch, kein Mensch",close:"Schließen",clear:"Unterhaltung löschen",clearAsk:"Diese Unterhaltung hier und auf dem Server löschen? Das lässt sich nicht rückgängig machen.",clearYes:"Löschen",clearNo:"Behalten",clearFailed:"Das Löschen ging gerade nicht. Bitte noch einmal versuchen.",log:"Unterhaltung",you:"Sie:",bot:"Assistent:",box:"Ihre Nachricht",placeholder:"Frage eingeben (Englisch)",send:"Senden",left:t=>`noch ${t} Zeichen`,over:t=>`${t} Zeichen zu viel. Bitte kürzen.`,lasting:"Allgemeine Informationen, keine Diagnose.",person:"Mit einem Menschen sprechen",writing:"Der Assistent schreibt",sending:"Wird gesendet",notSent:"Nicht gesendet.",waits:"Noch nicht gesendet. Geht hinaus, sobald Sie wieder online sind.",retry:"Noch einmal",offline:"Sie sind offline. Im Notfall rufen Sie die Notrufnummer an.",unreachable:"Der Assistent ist nicht erreichbar. Neuer Versuch läuft. Im Notfall rufen Sie die Notrufnummer an.",refused:"Diese Website darf den Assistenten nicht verwenden.",fresh:"Die vorige Unterhaltung konnte nicht weitergehen. Was darin stand, ist mir nicht mehr bekannt.",choices:"Auswahl",unhelpful:"Das hat nicht geholfen",source:"Quelle",sources:t=>`Quellen (${t})`,question:(t,e)=>`Frage ${t} von ${e}`,back:"Zurück",stop:"Fragen beenden",why:"Warum diese Frage?",many:"Alles ankreuzen, was zutrifft",manySend:"Antwort senden",manyNone:"Bitte mindestens eines ankreuzen.",least:"kein Schmerz",most:"stärkster Schmerz",scale:"Schmerz von 0 bis 10",fits:"passen zu Verkürzung",shared:"passen auch zu anderem",against:"passen nicht",open:"nicht beantwortet",answers:"Ihre Antworten",change:"Antworten ändern",exercise:(t,e)=>`Übung ${t} von ${e}`,drawing:t=>`Zeichnung: ${t}`,steps:"Schritte",dose:"Wie viel",feel:"Was zu spüren ist",timer:"Haltezeit",start:"Uhr starten",pause:"Uhr anhalten",resume:"Uhr fortsetzen",reset:"Uhr zurücksetzen",ready:"Bereit machen",rest:"Wechseln",first:"Erste Seite",other:"Andere Seite",hold:"Halten",round:"Runde",part:(t,e,n)=>`${t}, ${e} von ${n}`,seconds:t=>`${t} Sekunden`,finished:"Alle Haltezeiten geschafft.",routine:t=>`Ihr Programm, Woche ${t}`,strength:"Für die Kraft",leftOut:"Für Sie weggelassen",days:t=>`${t} Tage in der Woche`,ticked:(t,e)=>`${t} von ${e} erledigt`,progress:"Schmerz nach jeder Einheit",session:"Einheit",day:"Tag",pain:"Schmerz",untold:"keine Angabe",table:"Als Tabelle zeigen",emergency:"Notfall",urgent:"Dringend: heute Hilfe holen",professional:"Termin vereinbaren",advice:"Was noch zu tun ist",summary:"Zusammenfassung für die Praxis",copy:"Kopieren",copied:"Kopiert",copyFailed:"Kopieren ging nicht",print:"Drucken",asText:"Als Text sichern",asPage:"Als Seite sichern",raised:"Warnzeichen in dieser Unterhaltung",none:"keine",match:"Antworten passen zu",version:"Regelfassung"},pe={en:ht,de:ut},m="en";function me(t){let e=(t||"").toLowerCase().split("-")[0];return e in pe?e:"en"}function fe(t){return pe[t]}var ge=["label","title","position","theme","lang","open","base"];function be(t,e){let n=s=>t.getAttribute(`data-${s}`)||"";return{base:(n("base")||e).replace(/\/+$/,""),label:n("label"),title:n("title"),language:me(n("lang")||document.documentElement.lang),page:n("open")==="page",left:pt(n("position")||"end",getComputedStyle(t).direction)}}function pt(t,e){return t==="left"||t===(e==="rtl"?"end":"start")}var ve=`.card { border-radius: var(--radius); display: flex; flex-direction: column; gap: 0.6em; padding: 0.9em; border: 1px solid var(--line); background: var(--raised); }
.card h3 { font-size: 1.0625em; }
.card h4 { margin-block-end: -0.4em; font-size: 0.9375em; color: var(--muted); }
.card ul, .card ol { padding-inline-start: 1.4em; }
.card img { display: block; inline-size: 100%; max-inline-size: 20em; block-size: auto; margin-inline: auto; border-radius: var(--radius); background: #fff; }
.advice { padding-inline-start: 0.9em; border-inline-start: 5px solid var(--danger); }
.advice h3 { margin-block-end: 0.2em; color: var(--danger); }
.advice a { font-weight: 700; }
.advice[data-level="professional"] { border-color: var(--accent); }
.advice[data-level="professional"] h3 { color: var(--link); }
.count-of { font-size: 0.875em; color: var(--muted); }
.bar { display: block; block-size: 0.4em; margin-block-start: 0.3em; overflow: hidden; border-radius: 1em; background: var(--line); }
.bar i { display: block; block-size: 100%; background: var(--accent); }
.steps { display: flex; flex-wrap: wrap; gap: 0 1.2em; }
.steps .quiet { padding-inline: 0; }
fieldset { display: flex; flex-direction: column; min-inline-size: 0; }
legend { padding: 0; font-size: 0.875em; color: var(--muted); }
form.live { display: flex; flex-direction: column; gap: 0.6em; }
.hint { color: var(--danger); }
.hint:empty { display: none; }
.tick { display: flex; align-items: flex-start; gap: 0.7em; padding-block: 0.55em; cursor: pointer; line-height: 1.4; }
fieldset .tick + .tick, .ticks li + li { border-block-start: 1px solid var(--line); }
.tick input { flex: none; inline-size: 1.35em; block-size: 1.35em; margin: 0; accent-color: var(--accent); }
.tick small { display: block; color: var(--muted); font-size: 0.875em; }
.card .ticks ul { padding: 0; list-style: none; }
.ticks li + li { margin: 0; }
.ticks .tick:has(:checked) span { color: var(--muted); }
.scale { display: grid; grid-template-columns: repeat(6, 1fr); gap: 0.4em; }
.scale button.choice { padding-inline: 0; text-align: center; }
.ends { display: flex; justify-content: space-between; padding-block-start: 0.3em; font-size: 0.875em; color: var(--muted); }
.card .tally { display: grid; grid-template-columns: 1fr 1fr; gap: 0.5em; padding: 0; list-style: none; }
.tally li { margin: 0 !important; padding: 0.4em 0.6em; border-inline-start: 4px solid var(--edge); background: var(--surface); font-size: 0.875em; line-height: 1.3; }
.tally b { display: block; font-size: 1.4em; }
.tally .fits { border-color: var(--accent); }
.tally .shared { border-inline-start-style: double; border-color: var(--accent); }
dt { margin-block-start: 0.6em; font-size: 0.875em; color: var(--muted); }
.timer { display: flex; flex-direction: column; gap: 0.5em; padding: 0.8em; border: 1px solid var(--line); border-radius: var(--radius); background: var(--surface); }
.timer .part { font-weight: 600; }
.seconds { font-size: 2.75em; font-weight: 700; line-height: 1; font-variant-numeric: tabular-nums; }
.resting .seconds { color: var(--muted); }
.stop { display: flex; gap: 0.5em; padding: 0.6em 0.7em; border: 1px solid var(--line); border-inline-start: 4px solid var(--danger); background: var(--surface); }
.stop .icon { color: var(--danger); }
.chart { inline-size: 100%; block-size: auto; font-size: 11px; fill: var(--muted); }
.chart .grid { stroke: var(--line); }
.chart .course { fill: none; stroke: var(--accent); stroke-width: 2.5; }
.chart circle { fill: var(--accent); }
.card table { inline-size: 100%; margin-block-start: 0.4em; border-collapse: collapse; font-size: 0.875em; }
th, td { padding: 0.25em 0.4em; border-block-end: 1px solid var(--line); text-align: start; }
`;var ke=`.log { flex: 1; min-block-size: 6em; overflow: auto; overscroll-behavior: contain; padding: 1em; display: flex; flex-direction: column; gap: 1em; }
.log:focus-visible { outline-offset: -3px; }
.entry { overflow-wrap: anywhere; }
.entry.bot { display: flex; flex-direction: column; gap: 0.7em; }
.said { display: flex; flex-direction: column; gap: 0.6em; }
.said:empty { display: none; }
.entry ul, .entry ol { padding-inline-start: 1.4em; }
.entry li + li { margin-block-start: 0.2em; }
.entry.user { align-self: flex-end; max-inline-size: 85%; }
.entry.user > p { padding: 0.5em 0.9em; border: 1px solid transparent; border-radius: var(--radius); background: var(--tint); white-space: pre-wrap; }
.entry.user.failed > p { border: 1px dashed var(--edge); background: none; }
.entry.hidden:not(.failed) { display: none; }
.state:not(:empty) { padding-block-start: 0.2em; font-size: 0.875em; color: var(--muted); text-align: end; }
.failed .state { color: var(--danger); }
.state button { padding: 0.2em 0.4em; min-block-size: 2em; border: 0; background: none; color: var(--link); text-decoration: underline; }
.entry.note { padding: 0.5em 0.8em; border-inline-start: 3px solid var(--edge); color: var(--muted); font-size: 0.9375em; }
.choices { display: flex; flex-wrap: wrap; gap: 0.5em; }
.choices.column { flex-direction: column; align-items: stretch; }
.sources, .unhelpful { font-size: 0.875em; color: var(--muted); }
.sources ul { margin-block-start: 0.3em; }
.unhelpful .quiet { font-size: 1em; padding-inline: 0; }
`;var xe=`.launcher {
  position: fixed; z-index: 2147483000; inset-block-end: max(1em, env(safe-area-inset-bottom)); right: 1em;
  display: flex; align-items: center; gap: 0.6em; max-inline-size: calc(100vw - 2em); min-block-size: 3.25em;
  padding: 0.6em 1.2em; border: 2px solid var(--surface); border-radius: 2em;
  background: var(--accent); color: var(--on-accent); box-shadow: var(--shadow); font-weight: 600; text-align: start; line-height: 1.25;
}
.launcher.left { left: 1em; right: auto; }
.launcher.away { visibility: hidden; }
.panel {
  position: fixed; z-index: 2147483001; inset: auto 1em 1em auto; display: none; flex-direction: column;
  inline-size: 26em; max-inline-size: calc(100vw - 2em); block-size: min(46em, 100vh - 2em); max-block-size: none;
  margin: 0; padding: 0; overflow: hidden; border: 1px solid var(--line); border-radius: var(--radius);
  background: var(--surface); color: var(--text); box-shadow: var(--shadow);
}
.panel.left { left: 1em; right: auto; }
.panel[open], .panel.page { display: flex; }
.panel.page { position: static; inline-size: 100%; max-inline-size: none; block-size: 100%; box-shadow: none; }
:host([data-open="page"]) { display: block; block-size: 100%; min-block-size: 24em; }
.panel:modal { inset: 0 !important; inline-size: 100vw; max-inline-size: none; block-size: var(--seen, 100dvh); border: 0; border-radius: 0; }
.panel::backdrop { background: none; }
.head { display: flex; align-items: center; gap: 0.25em; padding: 0.6em 0.6em 0.6em 1em; border-block-end: 1px solid var(--line); background: var(--raised); }
.names { flex: 1; min-inline-size: 0; }
.names h2 { font-size: 1.0625em; }
.names h2:focus-visible { outline: 0; }
.names p { font-size: 0.875em; color: var(--muted); line-height: 1.3; }
.tool { display: grid; place-items: center; inline-size: 2.75em; block-size: 2.75em; padding: 0; border: 0; border-radius: var(--radius); background: none; color: var(--muted); }
.tool .icon { inline-size: 1.3em; block-size: 1.3em; }
.tool:hover { background: var(--tint); color: var(--text); }
.asks { display: flex; flex-wrap: wrap; gap: 0.6em; padding: 0.8em 1em; border-block-end: 1px solid var(--line); background: var(--raised); }
.asks p { flex: 1 1 100%; }
.banner { max-block-size: 45%; overflow: auto; flex: none; border: solid; border-width: 0 0 2px; }
.banner h3 { display: flex; align-items: center; gap: 0.5em; padding: 0.4em 1rem; color: #fff; font-size: 1em; }
.banner h3 .icon { inline-size: 1.25em; block-size: 1.25em; }
.banner .act { padding: 0.6em 1rem; font-weight: 600; }
.banner details { padding: 0 1rem 0.6em; font-size: 0.9375em; }
.banner details p { padding-block-start: 0.3em; }
.banner[data-level="emergency"] { border-color: #b3121d; background: #23262a; color: #fff; }
.banner[data-level="emergency"] h3 { background: #b3121d; }
.banner[data-level="emergency"] a { color: #fff; font-weight: 700; }
.banner[data-level="emergency"] :focus-visible { outline-color: #fff; }
.banner[data-level="urgent"] { border-color: #b3121d; background: #fdf0ef; color: #1c1214; }
.banner[data-level="urgent"] h3 { background: #b3121d; }
.banner[data-level="urgent"] a { color: #8f0e17; font-weight: 700; }
.banner[data-level="professional"] { border-color: #0a4f8f; background: #edf4fb; color: #10202e; }
.banner[data-level="professional"] h3 { background: #0a4f8f; }
.banner[data-level="professional"] a { color: #0a4f8f; font-weight: 700; }
.banner[data-level="urgent"] :focus-visible, .banner[data-level="professional"] :focus-visible { outline-color: #10202e; }
.composer { padding: 0.6em 1em 0.5em; border-block-start: 1px solid var(--line); }
.line { display: flex; align-items: end; gap: 0.5em; }
.line textarea {
  flex: 1; min-inline-size: 0; min-block-size: 2.875em; max-block-size: 8em; padding: 0.6em 0.8em; resize: none;
  border: 1px solid var(--edge); border-radius: var(--radius); background: var(--surface); line-height: 1.4;
}
.line textarea::placeholder { color: var(--muted); opacity: 1; }
.line textarea[aria-invalid="true"] { border-color: var(--danger); }
.send { display: grid; place-items: center; inline-size: 2.875em; block-size: 2.875em; padding: 0; border: 0; border-radius: var(--radius); background: var(--accent); color: var(--on-accent); }
[dir="rtl"] .send .icon { scale: -1 1; }
.count { font-size: 0.875em; color: var(--muted); }
.count:not(:empty) { padding-block-start: 0.3em; }
[aria-invalid="true"] + .send + .count { color: var(--danger); }
.foot { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0 0.6em; padding-block-start: 0.2em; font-size: 0.85em; color: var(--muted); }
.foot .quiet { font-size: 1em; padding-inline: 0; }
.status:not(:empty) { padding: 0.5em 1em; border-block-start: 1px solid var(--line); background: var(--raised); font-size: 0.9375em; }
.writing:not(:empty) { display: flex; align-items: center; gap: 0.5em; padding: 0.2em 1em 0.5em; color: var(--muted); font-size: 0.9375em; }
.dots { display: inline-flex; gap: 0.25em; }
.dots i { inline-size: 0.4em; block-size: 0.4em; border-radius: 50%; background: currentcolor; }
@media (prefers-reduced-motion: no-preference) {
  .dots i { animation: beat 1.2s infinite; }
  .dots i + i { animation-delay: 0.2s; }
  .dots i + i + i { animation-delay: 0.4s; }
}
@keyframes beat { 50% { opacity: 0.25; } }
@media (max-width: 30em) {
  :host(:not([data-open="page"])) { display: block; block-size: 4.75em; }
  .launcher { inset-block-end: 0.6em; min-block-size: 3em; padding: 0.5em 1em; }
}
@media (max-height: 37em), (max-width: 22em) {
  .head { padding-block: 0.3em; }
  .names h2 { font-size: 1em; }
  .names p { font-size: 0.8125em; }
  .log { padding-block: 0.7em; }
  .composer { padding-block: 0.4em 0.3em; }
}
@media (forced-colors: active) {
  .launcher, .send, .banner, button.main { border: 2px solid ButtonText; }
  .banner h3 { color: CanvasText; border-block-end: 1px solid; }
  .bar { border: 1px solid; }
  .bar i { background: Highlight !important; forced-color-adjust: none; }
  .dots i { forced-color-adjust: none; background: CanvasText; }
}
@media print {
  :host(:not([data-open="page"])) { display: none; }
}
`;var ye=`:host {
  all: initial;
  --accent: var(--ankle-accent, #0b5d78);
  --on-accent: var(--ankle-on-accent, #fff);
  --surface: var(--ankle-surface, #fff);
  --raised: var(--ankle-raised, #f3f6f8);
  --tint: var(--ankle-tint, #e0eef3);
  --text: var(--ankle-text, #1c2b36);
  --muted: var(--ankle-muted, #4d5f6c);
  --line: var(--ankle-line, #ccd6dd);
  --edge: var(--ankle-edge, #738591);
  --link: var(--ankle-link, #0b5d78);
  --danger: #b3121d;
  --urgent: #b3121d;
  --book: #0a4f8f;
  --shadow: 0 6px 28px #0b1f2c3d;
  --radius: var(--ankle-radius, 12px);
  color-scheme: light;
  color: var(--text);
  font: 400 max(1rem, 16px)/1.5 var(--ankle-font, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif);
}
:host([data-theme="dark"]) {
  --accent: var(--ankle-accent, #7cc4dc);
  --on-accent: var(--ankle-on-accent, #06222d);
  --surface: var(--ankle-surface, #16212a);
  --raised: var(--ankle-raised, #1f2d38);
  --tint: var(--ankle-tint, #1d3f4e);
  --text: var(--ankle-text, #e8eef2);
  --muted: var(--ankle-muted, #adbcc7);
  --line: var(--ankle-line, #374957);
  --edge: var(--ankle-edge, #8497a4);
  --link: var(--ankle-link, #8fd0e6);
  --danger: #ffb4ab;
  --shadow: 0 6px 28px #000a;
  color-scheme: dark;
}
@media (prefers-color-scheme: dark) {
  :host(:not([data-theme="light"])) {
    --accent: var(--ankle-accent, #7cc4dc);
    --on-accent: var(--ankle-on-accent, #06222d);
    --surface: var(--ankle-surface, #16212a);
    --raised: var(--ankle-raised, #1f2d38);
    --tint: var(--ankle-tint, #1d3f4e);
    --text: var(--ankle-text, #e8eef2);
    --muted: var(--ankle-muted, #adbcc7);
    --line: var(--ankle-line, #374957);
    --edge: var(--ankle-edge, #8497a4);
    --link: var(--ankle-link, #8fd0e6);
    --danger: #ffb4ab;
    --shadow: 0 6px 28px #000a;
    color-scheme: dark;
  }
}
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
p, h2, h3, h4, ul, ol, dl, dd, fieldset { margin: 0; padding: 0; border: 0; }
h2, h3, h4 { font-size: 1em; line-height: 1.3; }
a { color: var(--link); text-underline-offset: 0.15em; }
button, textarea, input { font: inherit; color: inherit; letter-spacing: inherit; }
button { cursor: pointer; touch-action: manipulation; }
summary { cursor: pointer; }
:focus { outline: none; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.icon { inline-size: 1.5em; block-size: 1.5em; flex: none; fill: none; stroke: currentcolor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.small { font-size: 0.875em; color: var(--muted); }
button.main, button.plain, button.choice, button.danger {
  min-block-size: 2.75em; padding: 0.4em 1em; border: 1px solid var(--accent); border-radius: var(--radius);
  background: var(--surface); color: var(--link); text-align: start; line-height: 1.3;
}
button.main { background: var(--accent); color: var(--on-accent); font-weight: 600; }
button.danger { border-color: var(--danger); color: var(--danger); font-weight: 600; }
button.plain { border-color: var(--edge); color: var(--text); }
button.quiet {
  min-block-size: 2em; padding: 0.2em; border: 0; background: none; color: var(--link); font-size: 0.9375em;
  text-decoration: underline; text-underline-offset: 0.15em;
}
@media (hover: hover) {
  button.choice:hover, button.plain:hover { background: var(--tint); }
  button.quiet:hover { text-decoration-thickness: 2px; }
}
`;function we(){let t=new CSSStyleSheet;return t.replaceSync(ye+xe+ke+ve),t}function ze(){let t=new CSSStyleSheet;return t.replaceSync(":where(html) { scroll-padding-block-end: 5rem; }"),t}var vt=/\bhttps:\/\/[^\s<>"]+[^\s<>".,;:!?)\]]|\bmailto:[^\s<>"]+@[^\s<>"]+[^\s<>".,;:!?)\]]|\btel:\+?[\d-]+\d/g,kt=/(?<![\d-])(?:\d{3}|\d{2,4}(?: \d{2,4}){1,3})(?![\d%-])/g,xt=/^- (.*)/,yt=/^\d+\. (.*)/;function x(t){return t.split(/\n\s*\n/).filter(e=>e.trim()).flatMap(wt)}function T(t){return Se(t,vt,e=>{let n=e.startsWith("https:")?{target:"_blank",rel:"noopener noreferrer"}:{};return a("a",{href:e,...n},e.replace(/^(mailto|tel):/,""))})}function F(t){return Se(t,kt,e=>a("a",{href:`tel:${e.replace(/ /g,"")}`},e))}function wt(t){let e=[];for(let n of t.trim().split(`
`)){let s=e[e.length-1],[i,o]=zt(n.trim());s&&s.kind===i?s.lines.push(o):e.push({kind:i,lines:[o]})}return e.map(({kind:n,lines:s})=>n==="p"?a("p",{},...s.flatMap((i,o)=>o?[a("br"),...T(i)]:T(i))):a(n,{},...s.map(i=>a("li",{},...T(i)))))}function zt(t){let e=xt.exec(t);if(e)return["ul",e[1]];let n=yt.exec(t);return n?["ol",n[1]]:["p",t]}function Se(t,e,n){let s=[],i=0;for(let o of t.matchAll(e))s.push(t.slice(i,o.index),n(o[0])),i=o.index+o[0].length;return[...s,t.slice(i)].filter(o=>o!=="")}var St="M12 3 2 20h20L12 3zm0 6v5m0 3v.1",$t="M4 6h16v14H4zM4 10h16M8 3v4m8-4v4",W=class{#t;#e="";constructor(e){this.#t=e,this.node=a("div",{class:"banner",role:"alert",hidden:!0})}show(e){let n=JSON.stringify(e);n!==this.#e&&(this.#e=n,this.node.hidden=!e,this.node.replaceChildren(...e?this.#n(...e):[]),e&&(this.node.dataset.level=e[0]))}#n(e,n){let s=k(e==="professional"?$t:St),[i,o]=he(n),r=[a("h3",{},s,this.#t[e])];if(i&&r.push(a("p",{class:"act",lang:m,dir:"auto"},...F(i))),o){let l=a("p",{lang:m,dir:"auto"},o);r.push(a("details",{},a("summary",{},this.#t.advice),l))}return r}};var Et=1e3,Tt=200,At="M3 11.5 21 3l-6 18-4-7.5-8-2zm8 2L21 3";function $e({words:t,say:e,person:n}){let s=a("p",{class:"count",id:"count",role:"status"}),i=a("textarea",{id:"box",rows:"1",placeholder:t.placeholder,autocomplete:"off",enterkeyhint:"send","aria-describedby":"count",oninput:c,onkeydown:h=>{h.key!=="Enter"||h.shiftKey||h.isComposing||(h.preventDefault(),d())}}),o=p(k(At),()=>{},{type:"submit",class:"send","aria-label":t.send}),l=a("form",{class:"composer",novalidate:!0,onsubmit:h=>(h.preventDefault(),d())},a("label",{for:"box",class:"unseen"},t.box),a("div",{class:"line"},i,o),s,a("div",{class:"foot"},p(t.person,n,{class:"quiet"}),a("p",{},t.lasting)));function c(){let h=Et-[...i.value.trim()].length;return s.textContent=h<0?t.over(-h):h<Tt?t.left(h):"",i.setAttribute("aria-invalid",h<0),i.style.setProperty("block-size","auto"),i.style.setProperty("block-size",`${i.scrollHeight+2}px`),h}function d(){let h=i.value.trim();if(!h||c()<0)return i.focus();i.value="",c(),e(h)}return{node:l,focus:()=>i.focus()}}var Ee=/^(?:none|neither|no|nothing)\b/i,Ct="self_check:";function Te(t,{reply:e,turn:n,key:s},i){let{words:o,say:r,choose:l}=i,c=a("p",{class:"count-of"},o.question(t.number,t.of),Z(t.number/t.of)),d=t.many?Nt(e.buttons,s,i):a("div",{class:"choices column live",role:"group","aria-label":o.choices,lang:m},...e.buttons.map(({title:u,id:g})=>p(u,()=>l(g,u),{class:"choice"}))),h=t.number>1&&n.expecting?.startsWith(Ct),f=a("p",{class:"steps live"},h&&p(o.back,()=>r("go back",o.back),{class:"quiet"}),p(o.why,()=>r("why do you ask?",o.why),{class:"quiet"}),p(o.stop,()=>r("stop",o.stop),{class:"quiet"}));return{lead:[c],nodes:[d,f],answers:!0}}function Z(t){let e=a("i");return e.style.setProperty("inline-size",`${Math.round(t*100)}%`),a("span",{class:"bar","aria-hidden":"true"},e)}function Nt(t,e,{words:n,say:s,choose:i}){let o=t.slice(0,-1),r=t[t.length-1],l=a("p",{class:"hint",role:"alert"}),c=o.map((u,g)=>a("input",{type:"checkbox",id:`${e}-${g}`,onchange:()=>d(g)}));function d(u){if(l.textContent="",!c[u].checked)return;let g=Ee.test(o[u].title);c.forEach((b,y)=>{y!==u&&(g||Ee.test(o[y].title))&&(b.checked=!1)})}function h(u){u.preventDefault();let g=o.map((b,y)=>y).filter(b=>c[b].checked);g.length?g.length===1?i(o[g[0]].id,o[g[0]].title):s(g.map(b=>b+1).join(", "),g.map(b=>o[b].title).join("; ")):(l.textContent=n.manyNone,c[0].focus())}let f=(u,g)=>a("label",{class:"tick",lang:m},u,a("span",{},o[g].title));return a("form",{class:"live",novalidate:!0,onsubmit:h},a("fieldset",{},a("legend",{},n.many),...c.map(f)),l,a("div",{class:"choices"},p(n.manySend,()=>{},{type:"submit",class:"main"}),p(r.title,()=>i(r.id,r.title),{class:"choice",lang:m})))}function Ae({sets:t,sides:e,seconds:n}){return Array.from({length:t},(i,o)=>o+1).flatMap(i=>Array.from({length:e},(o,r)=>({kind:"hold",seconds:n,side:e>1?r:null,number:i}))).flatMap((i,o)=>[{...i,kind:o?"rest":"ready",seconds:5},i])}function Ce(t,e){let n=e/1e3;for(let s of t){if(n<s.seconds)return{part:s,left:Math.ceil(s.seconds-n),share:n/s.seconds};n-=s.seconds}return{part:null,left:0,share:1}}var Q={before:0,since:null};function X(t,e){return t.before+(t.since===null?0:Math.max(0,e-t.since))}function Ne(t,e){return t.since===null?{...t,since:e}:{before:X(t,e),since:null}}var Ot=200;function Oe(t,e,{words:n,mark:s,setMark:i}){let o=`${e} timer`,r=Ae(t),l=s(o)??Q,c=null,d=a("p",{class:"part",role:"status"}),h=a("p",{class:"seconds",role:"timer"}),f=Z(0),u=p("",()=>y(Ne(l,Date.now())),{class:"main"}),g=p(n.reset,()=>y(Q),{class:"plain"}),b=a("div",{class:"timer",role:"group","aria-label":n.timer},d,h,f,a("div",{class:"choices"},u,g));function y(v){l=v,i(o,l),K()}function Ze(v){return v.kind!=="hold"?n[v.kind]:n.part(v.side===null?n.hold:[n.first,n.other][v.side],v.number,t.sets)}function K(){let v=X(l,Date.now()),{part:z,left:Xe,share:et}=Ce(r,v),E=!v&&l.since===null,oe=E?n.seconds(t.seconds):z?Ze(z):n.finished;d.textContent!==oe&&(d.textContent=oe),h.textContent=E||!z?"":`${Xe}`,h.hidden=E||!z,f.firstChild.style.setProperty("inline-size",`${E?0:et*100}%`),u.textContent=l.since!==null?n.pause:E?n.start:n.resume,u.hidden=!z,g.hidden=E,b.classList.toggle("resting",!!z&&z.kind!=="hold"),l.since!==null&&z?c??=setInterval(Qe,Ot):ie()}function Qe(){b.isConnected?K():ie()}function ie(){clearInterval(c),c=null}return K(),b}function A(t,e,{words:n,mark:s,setMark:i}){let o=new Set(s(e)??[]),r=a("p",{class:"small",role:"status"}),l=()=>r.textContent=n.ticked(o.size,t.length),c=({name:d,more:h},f)=>{let u=a("input",{type:"checkbox",onchange:()=>{u.checked?o.add(f):o.delete(f),i(e,[...o]),l()}});return u.checked=o.has(f),a("li",{},a("label",{class:"tick"},u,a("span",{},d,h&&a("small",{},h))))};return l(),a("div",{class:"ticks"},a("ul",{},...t.map(c)),r)}var Lt="M8 3h8l5 5v8l-5 5H8l-5-5V8zM12 8v5m0 3v.1";function Le(t,{reply:e,key:n},s){let{words:i,base:o,say:r}=s,l=`${t.number} of ${t.of}`,c=t.picture&&a("img",{src:`${o}/pictures/${t.picture}`,alt:t.picture_text??i.drawing(t.name),width:"320",height:"240"}),d=a("section",{class:"card exercise",lang:m,"aria-label":t.name},a("h3",{},t.name),t.of>1&&!e.text.includes(l)&&a("p",{class:"small"},i.exercise(t.number,t.of)),c,a("h4",{},i.steps),a("ol",{},...t.steps.map(h=>a("li",{},h))),a("h4",{},i.dose),a("p",{},t.dose),t.seconds?Oe(t,n,s):It(t,n,s),a("h4",{},i.feel),a("p",{},t.feel),a("p",{class:"stop"},k(Lt),t.stop),t.number>1&&a("p",{class:"live"},p(i.back,()=>r("go back",i.back),{class:"quiet"})));return{text:Mt(t,e.text),nodes:[d]}}function Mt(t,e){let n=t.steps.join(" ");if(!e.includes(n))return e.replace(t.stop,"").trim();let s=new RegExp(`[^.:\\s][^.:]*: ${Dt(t.feel)}`,"i");return[n,t.dose,t.stop].reduce((o,r)=>o.replace(r,""),e).replace(s,"").trim()}function Dt(t){return t.replace(/[.*+?^${}()|[\]\\]/g,"\\$&")}function It(t,e,n){let{words:s}=n,i=t.sides===2?[s.first,s.other]:[s.round],o=Array.from({length:t.sets},(r,l)=>l+1).flatMap(r=>i.map(l=>s.part(l,r,t.sets)));return A(o.map(r=>({name:r})),`${e} rounds`,n)}var Me=10,ee=280,te=110,q=22;function De(t,e,{words:n}){let s=t.sessions.map(({pain:c})=>c===null?n.untold:`${c}`),i=({day:c},d)=>a("tr",{},a("td",{},`${d+1}`),a("td",{},c),a("td",{},s[d])),o=[n.session,n.day,n.pain].map(c=>a("th",{scope:"col"},c)),r=a("table",{},a("thead",{},a("tr",{},...o)),a("tbody",{},...t.sessions.map(i)));return{nodes:[a("section",{class:"card","aria-label":n.progress},a("h3",{},n.progress),jt(t.sessions.map(({pain:c})=>c),`${n.progress}: ${s.join(", ")}`),a("details",{},a("summary",{},n.table),r))]}}function jt(t,e){let n=(ee-2*q)/Math.max(1,t.length-1),s=d=>q+d*n,i=d=>te-12-d/Me*(te-24),o=[0,5,Me].flatMap(d=>[S("path",{class:"grid",d:`M${q} ${i(d)}H${ee-4}`}),S("text",{x:q-6,y:i(d)+4,"text-anchor":"end"},`${d}`)]),r=t.map((d,h)=>[d,h]).filter(([d])=>d!==null),l=r.map(([d,h],f)=>`${f?"L":"M"}${s(h).toFixed(1)} ${i(d).toFixed(1)}`).join(""),c=r.map(([d,h])=>S("circle",{cx:s(h),cy:i(d),r:4}));return S("svg",{class:"chart",viewBox:`0 0 ${ee} ${te}`,role:"img","aria-label":e},...o,l&&S("path",{class:"course",d:l}),...c)}function Ie(t,{reply:e},{words:n}){let s=x(e.text);s.forEach(o=>o.replaceChildren(...F(o.textContent)));let i=a("div",{class:"said",lang:m,dir:"auto"},...s);return{text:"",nodes:[a("div",{class:"advice","data-level":t.level},a("h3",{},n[t.level]),i)]}}var Pt=/^[\d\s,and&.]+$/;function B(t,e=a){let n=t.flatMap(({question:s,answer:i,words:o})=>[e("dt",{},s),e("dd",{},Ht(o,i)?`${i} (“${o}”)`:i)]);return e("dl",{lang:"en"},...n)}function Ht(t,e){return t&&!Pt.test(t)&&!e.toLowerCase().includes(t.toLowerCase())}var Rt=["Not sure","Skipped"];function je(t,{reply:e},{words:n,say:s}){let i=t.answers.filter(({answer:u})=>Rt.includes(u)).length,o={fits:t.fits,shared:t.shared,against:t.against,open:i},r=Object.entries(o).map(([u,g])=>a("li",{class:u},a("b",{},`${g}`),` ${n[u]}`)),l=e.text.split(`

`),c=l.findIndex(u=>u.includes(`(${t.fits}): `)),d=c<0?[]:l[c].split(`
`).map(u=>a("li",{},u)),h=a("section",{class:"card",lang:m,"aria-label":n.answers},a("ul",{class:"tally"},...r),d.length>0&&a("ul",{},...d),a("details",{},a("summary",{},n.answers),B(t.answers)),a("p",{class:"live"},p(n.change,()=>s("change my answers",n.change),{class:"plain"}))),f=a("div",{class:"said",lang:m,dir:"auto"},...x(l.slice(c+1).join(`

`)));return c<0?{nodes:[h]}:{text:l.slice(0,c).join(`

`),nodes:[h,f]}}var ne=/^- /m;function Pe(t,{reply:e,key:n},s){let{words:i}=s,o=u=>u.map(({name:g,dose:b,days:y})=>({name:g,more:`${b} ${i.days(y)}.`})),r=a("section",{class:"card routine",lang:m,"aria-label":i.routine(t.week)},a("h3",{},i.routine(t.week)),A(o(t.exercises),`${n} exercises`,s),t.strength.length>0&&[a("h4",{},i.strength),A(o(t.strength),`${n} strength`,s)],t.left_out.length>0&&a("p",{class:"small"},`${i.leftOut}: ${t.left_out.join(", ")}`)),l=e.text.split(`

`),c=l.findIndex(u=>ne.test(u));if(c<0)return{nodes:[r]};let d=l[c].split(`
`).filter(u=>!ne.test(u)),h=l.slice(c+1).filter(u=>!ne.test(u)),f=a("div",{class:"said",lang:m,dir:"auto"},...x(h.join(`

`)));return{text:[...l.slice(0,c),d.join(`
`)].join(`

`),nodes:[r,f]}}function He(t,e,{words:n,say:s}){let i=Array.from({length:t.to-t.from+1},(d,h)=>`${t.from+h}`),o={[t.from]:n.least,[t.to]:n.most},r=i.map(d=>p(d,()=>s(d,d),{class:"choice","aria-label":o[d]?`${d}, ${o[d]}`:null})),l=a("p",{class:"ends","aria-hidden":"true"},a("span",{},`${t.from}: ${n.least}`),a("span",{},`${t.to}: ${n.most}`)),c=a("div",{class:"scale",role:"group","aria-label":n.scale},...r);return{nodes:[a("div",{class:"live"},c,l)]}}var Re=`@page{size:A4;margin:18mm}
body{font:11pt/1.45 system-ui,sans-serif;color:#1f2933;max-width:46em;margin:2em auto;padding:0 1em}
h1{font-size:1.5em;margin-bottom:.2em}
dt{font-weight:600;margin-top:.7em;break-after:avoid}
dd{margin:.1em 0 0}
.raised{border-left:4px solid #b3261e;padding:.4em .8em}`;function Fe(t,e){let n=document.implementation.createHTMLDocument(`${e.summary}, ${t.date}`),s=(o,r,...l)=>{let c=n.createElement(o);for(let[d,h]of Object.entries(r))c.setAttribute(d,h);return c.append(...l),c};n.documentElement.lang="en",n.head.prepend(s("meta",{charset:"utf-8"}));let i=t.result?.replaceAll("_"," ").replace(":",": ");return n.body.append(s("h1",{},e.summary),s("p",{},`${t.date}. ${e.lasting}`),s("p",{class:"raised"},`${e.raised}: ${t.raised.join(", ")||e.none}.`),B(t.answers,s),...i?[s("p",{},`${e.match}: ${i} (${e.version} ${t.version}).`)]:[]),n.documentElement}function We(t){return`<!doctype html>
${t.outerHTML.replace("</head>",()=>`<style>${Re}</style></head>`)}`}function qe(t){let e=window.open("","_blank");if(!e)return!1;let{document:n}=e;n.replaceChild(n.adoptNode(t),n.documentElement);try{let s=new e.CSSStyleSheet;s.replaceSync(Re),n.adoptedStyleSheets=[s]}catch{}return e.print(),!0}function se(t,e,n){let s=URL.createObjectURL(new Blob([n],{type:`${e};charset=utf-8`})),i=document.createElement("a");Object.assign(i,{href:s,download:t}),i.click(),setTimeout(()=>URL.revokeObjectURL(s),1e4)}function Be(t,{reply:e},{words:n}){let s=a("p",{class:"small",role:"status"}),i=`self-check-${t.date}`,o=()=>Fe(t,n),r=()=>se(`${i}.html`,"text/html",We(o())),l=(d,h)=>p(d,h,{class:"plain"});return{text:"",nodes:[a("section",{class:"card summary","aria-label":n.summary},a("h3",{},n.summary),a("div",{class:"said",lang:m,dir:"auto"},...x(e.text)),a("div",{class:"choices"},l(n.copy,async()=>s.textContent=await Ft(e.text)?n.copied:n.copyFailed),l(n.print,()=>qe(o())||r()),l(n.asText,()=>se(`${i}.txt`,"text/plain",e.text)),l(n.asPage,r)),s)]}}async function Ft(t){try{return await navigator.clipboard.writeText(t),!0}catch{return!1}}var Wt={exercise:Le,progress:De,question:Te,red_flag:Ie,routine:Pe,scale:He,self_check_result:je,summary:Be};function _e(t,e){let{card:n}=t.reply;return Wt[n?.type]?.(n,t,e)??null}var qt=700;function Ge(t,{words:e,retry:n}){let s=a("div",{class:"state"}),i=t.hidden?[]:[Y(`${e.you} `),a("p",{dir:"auto"},t.text)],o=a("div",{class:`entry user${t.hidden?" hidden":""}`,tabindex:"-1"},...i,s),r,l=()=>{if(clearTimeout(r),s.replaceChildren(),o.classList.toggle("failed",t.state===$),t.state===$){let c=p(e.retry,()=>n(t));s.append(navigator.onLine?e.notSent:e.waits," ",...t.final?[]:[c])}else t.state===w&&!t.hidden&&(r=setTimeout(()=>s.append(`${e.sending}…`),qt))};return l(),{node:o,update:l}}function Ke(t,e){let{turn:n}=t,s=a("div",{class:"entry bot",tabindex:"-1"},Y(`${e.words.bot} `));for(let i of n.replies){let o=_e({reply:i,turn:n,key:t.key},e),r=a("div",{class:"said",lang:m,dir:"auto"},...x(o?.text??i.text));s.append(...o?.lead??[],r,...o?.nodes??[],..._t(i.sources,e.words)),o?.answers||s.append(...Bt(i.buttons,e))}return n.topic&&s.append(Ut(e)),{node:s}}function Ye(t,{words:e}){return{node:a("div",{class:"entry note"},a("p",{},e.fresh))}}function Bt(t,{words:e,choose:n}){if(!t.length)return[];let s=a("div",{class:"choices live",role:"group","aria-label":e.choices,lang:m});for(let{title:i,id:o}of t)s.append(p(i,()=>n(o,i),{class:"choice"}));return[s]}function _t(t,e){if(!t.length)return[];if(t.length===1)return[a("p",{class:"sources"},`${e.source}: `,...Ue(t[0]))];let n=a("ul",{},...t.map(s=>a("li",{},...Ue(s))));return[a("details",{class:"sources"},a("summary",{},e.sources(t.length)),n)]}function Ue(t){return[a("span",{lang:m,dir:"auto"},...T(t))]}function Ut({words:t,say:e}){let n=()=>e("That did not answer my question",t.unhelpful);return a("p",{class:"unhelpful live"},p(t.unhelpful,n,{class:"quiet"}))}var _=class{#t;#e=new Map;#n=null;#i=!0;constructor(e){this.#t=e,this.node=a("div",{class:"log",role:"log","aria-label":e.words.log,"aria-live":"off",tabindex:"0"}),this.node.addEventListener("scroll",()=>this.#i=this.#s()<8),new ResizeObserver(()=>this.#i&&this.toEnd()).observe(this.node)}restore(e){this.node.setAttribute("aria-live","off"),this.node.replaceChildren(),this.#e.clear(),this.#n=null,e.forEach(n=>this.#o(n)),this.toEnd()}add(e){this.node.setAttribute("aria-live","polite");let n=this.#o(e);n&&this.#r(n.node)}update(e){this.#e.get(e.key)?.update?.()}toEnd(){this.node.scrollTop=this.node.scrollHeight}focusNewest(){(this.#n??this.node).focus({preventScroll:!0})}#s(){return this.node.scrollHeight-this.node.clientHeight-this.node.scrollTop}#o(e){(e.kind!=="user"||!e.hidden)&&this.#a();let n={user:Ge,bot:Ke,note:Ye}[e.kind],s=n(e,this.#t);return this.#e.set(e.key,s),this.node.append(s.node),e.kind==="user"&&!e.hidden&&(this.#n=s.node),s}#a(){this.node.querySelectorAll(".live").forEach(e=>e.remove())}#r(e){let n=e.offsetTop-this.node.offsetTop-12;this.node.scrollTop=Math.min(n,this.node.scrollHeight-this.node.clientHeight)}};var Gt="M5 5l14 14M19 5 5 19",Kt="M4 7h16M9 7V4h6v3M6.5 7l1 13h9l1-13M10 11v5m4-5v5",Yt=500,U=class{#t;#e;#n;constructor(e,n,s){let{words:i}=e;this.#t=i,this.log=new _(e),this.banner=new W(i),this.composer=$e(e),this.title=a("h2",{id:"title",tabindex:"-1"},n||i.title),this.status=a("p",{class:"status",role:"status"}),this.#e=a("p",{class:"writing",role:"status"}),this.asks=a("div",{class:"asks",role:"group","aria-label":i.clear,hidden:!0});let o=(r,l,c)=>p(k(l),c,{class:"tool","aria-label":r,title:r});this.bin=o(i.clear,Kt,()=>this.#i(e.clear)),this.node=a(s?"section":"dialog",{class:s?"panel page":"panel","aria-labelledby":"title",part:"panel"},a("div",{class:"head"},a("div",{class:"names"},this.title,a("p",{},i.subtitle)),this.bin,s?null:o(i.close,Gt,e.close)),this.asks,this.banner.node,this.log.node,this.#e,this.status,this.composer.node)}writing(e){if(clearTimeout(this.#n),!e)return this.#e.replaceChildren();if(this.#e.firstChild)return;let n=a("span",{class:"dots","aria-hidden":"true"},a("i"),a("i"),a("i"));this.#n=setTimeout(()=>this.#e.replaceChildren(this.#t.writing,n),Yt)}reach(e){this.status.textContent=e==="ok"?"":this.#t[e]}unask(){return this.asks.hidden?!1:(this.asks.hidden=!0,this.bin.focus(),!0)}#i(e){let n=this.#t,s=a("p",{id:"asked"},n.clearAsk),i=p(n.clearYes,async()=>{await e()?this.asks.hidden=!0:s.textContent=n.clearFailed},{class:"danger","aria-describedby":"asked"});this.asks.replaceChildren(s,i,p(n.clearNo,()=>this.unask(),{class:"plain"})),this.asks.hidden=!1,i.focus()}};var Vt="M4 5h16v11H10l-4.5 4v-4H4z",Jt="(max-width: 30em), (max-height: 26em)";function Ve(t){let e=ze();return class extends HTMLElement{#t;#e;#n;#i;#s=matchMedia(Jt);#o=null;connectedCallback(){this.shadowRoot||this.#a(),this.#o=new AbortController;let{signal:s}=this.#o,i=(o,r,l)=>o.addEventListener(r,l,{signal:s});i(window,"online",()=>this.#e.online(!0)),i(window,"offline",()=>this.#e.online(!1)),i(window,"pagehide",()=>this.#e.rest()),i(window,"pageshow",()=>this.#l()),i(document,"visibilitychange",()=>this.#l()),i(document,"keydown",o=>this.#f(o)),i(this.#s,"change",()=>this.isOpen&&!this.#t.page&&this.#h(!1)),window.visualViewport&&i(window.visualViewport,"resize",()=>this.#u()),this.#t.page||(document.adoptedStyleSheets=[...document.adoptedStyleSheets,e]),this.#l()}disconnectedCallback(){this.#o.abort(),document.adoptedStyleSheets=document.adoptedStyleSheets.filter(s=>s!==e),this.#e.rest()}get isOpen(){return this.#t.page||this.#n.node.open}open(){this.isOpen||(this.#e.open=!0,this.#h(!0),this.#l())}close(){this.#t.page||!this.isOpen||(this.#e.open=!1,this.#n.node.close(),this.#c(!1),this.#i.focus(),this.#l())}#a(){this.#t=be(this,t);let s=fe(this.#t.language),i=this.attachShadow({mode:"open"});i.adoptedStyleSheets=[we()],this.#e=new R(this.#t.base,{added:o=>this.#n.log.add(o),updated:o=>this.#n.log.update(o),cleared:()=>this.#n.log.restore([]),alerted:()=>this.#n.banner.show(this.#e.alert),waiting:o=>this.#n.writing(o),reach:o=>this.#n.reach(o)}),this.#n=new U(this.#d(s),this.#t.title,this.#t.page),Object.assign(this.#n.node,{lang:this.#t.language,dir:s.direction}),this.#n.node.addEventListener("cancel",o=>{o.preventDefault(),this.#n.unask()||this.close()}),i.append(this.#n.node),this.#t.page||i.prepend(this.#g(s));for(let o of i.children)o.classList.toggle("left",this.#t.left);this.#r(),this.#e.open&&!this.#t.page&&this.#b()&&this.#h(!1)}#r(){try{this.#n.log.restore(this.#e.entries),this.#n.banner.show(this.#e.alert)}catch{this.#e.forget()}}#d(s){let i=this.#e;return{words:s,base:this.#t.base,mark:o=>i.mark(o),setMark:(o,r)=>i.setMark(o,r),retry:o=>i.retry(o),say:(o,r)=>i.say(o,r)??(r&&this.#n.log.focusNewest()),choose:(o,r)=>i.choose(o,r)??this.#n.log.focusNewest(),person:()=>i.say("I want to talk to a person",s.person),close:()=>this.close(),clear:async()=>{let o=await i.clear();return o&&this.#n.composer.focus(),o}}}#g(s){let i=a("span",{},this.#t.label||s.launcher),o={class:"launcher",part:"launcher","aria-haspopup":"dialog"};return this.#i=p("",()=>this.open(),o),Object.assign(this.#i,{lang:this.#t.language,dir:s.direction}),this.#i.append(k(Vt),i),this.#c(!1),this.#i}#c(s){this.#i.setAttribute("aria-expanded",s),this.#i.classList.toggle("away",s)}#h(s){let{node:i,title:o,composer:r,log:l}=this.#n;i.open&&i.close(),this.#s.matches?i.showModal():i.setAttribute("open",""),this.#c(!0),this.#u(),l.toEnd(),s&&(this.#s.matches?o.focus():r.focus())}#b(){return!this.#s.matches||performance.getEntriesByType("navigation")[0]?.type==="reload"}#l(){this.isOpen&&document.visibilityState==="visible"?this.#e.watch():this.#e.rest()}#f(s){if(s.key!=="Escape"||s.isComposing||s.defaultPrevented||!this.isOpen)return;let{activeElement:i}=document;i!==this&&i!==document.body||this.#n.node.matches(":modal")||this.#n.unask()||this.close()}#u(){this.style.setProperty("--seen",`${window.visualViewport?.height??window.innerHeight}px`)}}}var G="ankle-assistant",C=document.currentScript??document.querySelector('script[src$="/widget.js"]'),Zt=new URL(".",C?.src??location.href).href;function Je(){if(document.querySelector(G))return;let t=document.createElement(G);for(let e of ge){let n=C?.getAttribute(`data-${e}`);n!=null&&t.setAttribute(`data-${e}`,n)}C?.dataset.open==="page"&&document.body.contains(C)?C.before(t):document.body.append(t)}customElements.get(G)||(customElements.define(G,Ve(Zt)),document.readyState!=="loading"?Je():document.addEventListener("DOMContentLoaded",Je,{once:!0}));})();
